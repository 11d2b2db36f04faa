namespace Gristmill.Conformance.Grains;

public abstract class Turns : Grain, ITurns
{
    private readonly List<string> _events = [];
    private int _inTurn;
    private int _sum;

    public async Task Hold(string name)
    {
        var key = this.GetPrimaryKeyString();
        _events.Add($"{name} started");
        Signals.Set($"{key} {name} started");
        await Signals.Wait($"{key} {name} may end");
        _events.Add($"{name} ended");
    }

    public Task HoldInterleaved(string name) => Hold(name);

    public Task<string[]> Events() => Task.FromResult(_events.ToArray());

    public async Task Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (Interlocked.Exchange(ref _inTurn, 1) != 0)
                throw new InvalidOperationException("Two turns run at once.");
            var sum = _sum;
            Thread.SpinWait(20);
            _sum = sum + 1;
            Interlocked.Exchange(ref _inTurn, 0);
            await Task.Yield();
        }
    }

    public Task<int> Sum() => Task.FromResult(_sum);
}

public sealed class TurnGrain : Turns, ITurnGrain;

[Reentrant]
public sealed class ReentrantTurnGrain : Turns, IReentrantTurnGrain;
