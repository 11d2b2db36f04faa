namespace Gristmill.Embedded;

/// <summary>The activations of one stateless worker in one silo.</summary>
internal sealed class StatelessWorkers(Func<Activation> create, int max)
{
    private readonly List<Activation> _workers = [];

    public int Count => _workers.Count;

    /// <summary>Gives the request to an idle worker, or to a new one, or if there are enough to the one with the least to do.</summary>
    public void Receive(Request request)
    {
        lock (_workers)
        {
            var worker = _workers.MinBy(w => w.Load);
            if (worker is null || (worker.Load > 0 && _workers.Count < max))
                _workers.Add(worker = create());
            worker.Receive(request);
        }
    }

    public void Remove(Activation worker)
    {
        lock (_workers)
            _workers.Remove(worker);
    }

    public Activation[] All()
    {
        lock (_workers)
            return [.. _workers];
    }
}
