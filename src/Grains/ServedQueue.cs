using System.Globalization;
using Gristmill.Plugins;

namespace Gristmill.Grains;

/// <summary>A queue that a silo serves, as options name it: <c>critical=3</c>, or <c>critical</c> for a weight of 1.</summary>
public readonly record struct ServedQueue(string Name, int Weight)
{
    private const int MostWeight = 1_000;

    /// <summary>Reads one that has no <see cref="Fault"/>.</summary>
    public static ServedQueue Parse(string text) => text.Split('=', 2) is [var name, var weight]
        ? new(name, int.Parse(weight, NumberStyles.None, CultureInfo.InvariantCulture))
        : new(text, 1);

    /// <summary>What is wrong with one; null if nothing is.</summary>
    public static string? Fault(string text) => text.Split('=', 2) switch
    {
        [var name, ..] when !TaskDefaults.IsQueueName(name) =>
            $"\"{text}\": a queue's name must be 1 to 64 letters, digits, '.', '_' and '-'",
        [_, var weight] when !int.TryParse(weight, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > MostWeight =>
            $"\"{text}\": a queue's weight must be a whole number from 1 to {MostWeight:N0}, such as {text.Split('=')[0]}=3",
        _ => null,
    };
}
