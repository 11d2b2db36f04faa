using System.Globalization;

namespace Gristmill.Plugins;

/// <summary>
/// What a plugin changes of its silo, in place of what the silo was started with. A property that is <see langword="null"/>
/// changes nothing. If several plugins change the same, the first by name counts. A change ends with the plugin.
/// </summary>
public sealed class SiloDefaults
{
    /// <summary>
    /// How long a run may take if neither its job nor its task nor that task's plugin says: more than 0, at most
    /// <see cref="TaskDefaults.MaxTimeLimit"/>.
    /// </summary>
    public TimeSpan? TimeLimit
    {
        get;
        set => field = Within(value, TimeSpan.FromTicks(1), TaskDefaults.MaxTimeLimit, nameof(TimeLimit));
    }

    /// <summary>
    /// How long a task may ignore that it was told to stop before its run is recorded as ended without it: 1 second to 1 hour.
    /// </summary>
    public TimeSpan? CancelGrace
    {
        get;
        set => field = Within(value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(CancelGrace));
    }

    /// <summary>The most lines of a run's log: 1 to 1,000,000.</summary>
    public int? LogLines
    {
        get;
        set => field = Within(value, 1, 1_000_000, nameof(LogLines));
    }

    /// <summary>The most bytes of a run's log: 64 bytes to 1 GiB.</summary>
    public int? LogBytes
    {
        get;
        set => field = Within(value, 64, 1 << 30, nameof(LogBytes));
    }

    private static T? Within<T>(T? value, T least, T most, string name) where T : struct, IComparable<T> =>
        value is { } given && (given.CompareTo(least) < 0 || given.CompareTo(most) > 0)
            ? throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"the silo's {name} cannot be {given}; expected {least} to {most}"))
            : value;
}
