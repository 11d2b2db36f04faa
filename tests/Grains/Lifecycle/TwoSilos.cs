namespace Gristmill.Lifecycle;

/// <summary>Two silos with the tasks of <see cref="SpecPlugin"/>, for the tests of one class.</summary>
public sealed class TwoSilos : IAsyncLifetime
{
    private TestSilos _silos = null!;

    /// <summary>Submits and follows jobs.</summary>
    public JobClient Jobs => _silos.Jobs;

    public async ValueTask InitializeAsync()
    {
        _silos = await TestSilos.StartAsync(slots: 8);
        await _silos.AddAsync();
        foreach (var silo in _silos.Silos)
            await TestSilos.LoadSpecAsync(silo);
    }

    public ValueTask DisposeAsync() => _silos.DisposeAsync();
}
