using Gristmill.Grains.Queues;
using Gristmill.Jobs;

namespace Gristmill.Queues;

/// <summary>
/// A queue with random jobs and pools, against a model that knows everything: what is sent next is the best that could start.
/// </summary>
public sealed class QueueScheduleTests
{
    [Theory, MemberData(nameof(Seeds))]
    public void What_is_sent_is_the_best_that_a_pool_with_room_could_start(int seed)
    {
        var model = new QueueModel(seed);
        for (var step = 0; step < 600; step++)
            model.Step();
        model.RunOut();
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 100)];
}

internal sealed class QueueModel
{
    private static readonly string[] Tasks = ["a", "b", "c", "d", "e"];

    private readonly Random _random;
    private readonly QueueSchedule _schedule = new(capacity: 12);
    private readonly NoPool _receiver = new();
    private readonly List<ModelPool> _pools = [];

    // Queued in the store. A job is told once a message of it has arrived, or the schedule was told to doubt what it knows since.
    private readonly Dictionary<Guid, QueueEntry> _ready = [];
    private readonly HashSet<Guid> _told = [];
    private readonly List<QueueEntry> _delayed = [];
    private (HashSet<string> Tasks, int Limit, QueueEntry[]? Answer)? _read;
    private long _sequence;
    private int _names;

    public QueueModel(int seed)
    {
        _random = new Random(seed);
        for (var i = 0; i < 3; i++)
            Join();
    }

    public void Step()
    {
        switch (_random.Next(20))
        {
            case < 6:
                Arrive(NextJob(), isTold: _random.Next(10) > 0);
                break;
            case 6:
                _delayed.Add(NextJob());
                break;
            case 7 when _delayed.Count > 0:
                var woken = _delayed[_random.Next(_delayed.Count)];
                _delayed.Remove(woken);
                Arrive(woken, isTold: false);
                break;
            case 8 when _ready.Count > 0:
                // Canceled: nobody tells the queue, and no pool can claim it.
                _ready.Remove(_ready.Keys.ElementAt(_random.Next(_ready.Count)));
                break;
            case 9:
                Invalidate();
                break;
            case 10 when _random.Next(4) == 0:
                Leave();
                Join();
                break;
            case 11 when _read is { Answer: null } asked:
                _read = asked with { Answer = Best(asked.Tasks, asked.Limit) };
                break;
            case 11 or 12 when _read is { Answer: { } answer } read:
                _schedule.EndRead(read.Tasks, answer, read.Limit);
                _read = null;
                break;
            default:
                _pools[_random.Next(_pools.Count)].Work();
                break;
        }
        Dispatch();
    }

    /// <summary>Nothing more arrives: all that is offered is started.</summary>
    public void RunOut()
    {
        foreach (var job in _delayed)
            Arrive(job, isTold: false);
        FinishReading();
        Invalidate();
        for (var round = 0; _ready.Values.Any(job => _pools.Any(pool => pool.Tasks.Contains(job.Task))); round++)
        {
            Assert.True(round < 1_000, "jobs wait that could start");
            foreach (var pool in _pools)
                pool.Work(all: true);
            Dispatch();
            FinishReading();
            foreach (var pool in _pools)
                pool.Work(all: true);
        }
    }

    private void FinishReading()
    {
        while (_read is { } read)
        {
            _schedule.EndRead(read.Tasks, read.Answer ?? Best(read.Tasks, read.Limit), read.Limit);
            _read = null;
            Dispatch();
        }
    }

    private QueueEntry NextJob() => new(Guid.NewGuid(), Tasks[_random.Next(Tasks.Length)], _random.Next(10), ++_sequence);

    private void Arrive(QueueEntry job, bool isTold)
    {
        _ready.Add(job.Job, job);
        if (!isTold)
            return;
        _told.Add(job.Job);
        _schedule.Add(job);
    }

    private void Invalidate()
    {
        _schedule.Invalidate();
        // A read that is under way may have seen the store before.
        if (_read is null)
            _told.UnionWith(_ready.Keys);
    }

    private QueueEntry[] Best(HashSet<string> tasks, int limit) =>
        [.. _ready.Values.Where(job => tasks.Contains(job.Task)).Order(ReadyOrder.Comparer).Take(limit)];

    private void Dispatch()
    {
        Send();
        if (_read is not null || _schedule.Missing() is not { Count: > 0 } tasks)
            return;
        _read = (tasks, _schedule.BeginRead(tasks), null);
    }

    private void Send()
    {
        var sends = _schedule.Send(TestJobs.Start);
        foreach (var (link, entries) in sends)
        {
            Assert.Equal(entries.Order(ReadyOrder.Comparer), entries);
            foreach (var entry in entries)
                Assert.DoesNotContain(_pools, pool => pool.Has(entry.Job) || pool.Claimed.Contains(entry.Job));
            _pools.Single(pool => pool.Owner == link.Owner).Deliver(entries);
        }
        foreach (var (link, entries) in sends)
        {
            Assert.DoesNotContain(Waiting(), job => link.Tasks.Contains(job.Task) && job.IsUpTo(entries[^1]));
        }
        if (_read is null && _schedule.Missing().Count == 0)
            Assert.DoesNotContain(Waiting(), job =>
                _pools.Any(pool => pool.Tasks.Contains(job.Task) && _schedule.Find(pool.Owner) is { Credit: > 0 }));
    }

    // What is known to be ready and is at no pool.
    private IEnumerable<QueueEntry> Waiting() =>
        _ready.Values.Where(job => _told.Contains(job.Job) && !_pools.Any(pool => pool.Has(job.Job)));

    private void Join()
    {
        var pool = new ModelPool(this, $"127.0.0.1:11111@{++_names}", [.. Tasks.Where(_ => _random.Next(2) == 0)]);
        _pools.Add(pool);
        pool.Offer();
    }

    private void Leave()
    {
        var pool = _pools[_random.Next(_pools.Count)];
        _pools.Remove(pool);
        _schedule.Leave(pool.Owner);
        _told.UnionWith(pool.Unclaimed);
    }

    private sealed class ModelPool(QueueModel queue, string owner, HashSet<string> tasks)
    {
        private readonly List<QueueEntry> _delivered = [];
        private readonly List<Guid> _settled = [], _returned = [];
        private long _stamp, _received, _limit;
        private bool _isNamed;

        public string Owner => owner;

        public HashSet<string> Tasks => tasks;

        public HashSet<Guid> Claimed { get; } = [];

        public IEnumerable<Guid> Unclaimed => _delivered.Select(entry => entry.Job).Concat(_returned);

        public bool Has(Guid job) =>
            _delivered.Exists(entry => entry.Job == job) || _settled.Contains(job) || _returned.Contains(job);

        public void Deliver(List<QueueEntry> entries)
        {
            _received += entries.Count;
            Assert.True(_received <= _limit, "more was sent than the pool would take");
            _delivered.AddRange(entries);
        }

        public void Work(bool all = false)
        {
            foreach (var entry in _delivered.Where(_ => all || queue._random.Next(3) > 0).ToArray())
            {
                _delivered.Remove(entry);
                switch (all ? 0 : queue._random.Next(6))
                {
                    case 5:
                        _returned.Add(entry.Job);
                        break;
                    case 4 when queue._ready.ContainsKey(entry.Job):
                        // Claimed and given back: the store has it at once, the queue is told when the pool says what became of
                        // it.
                        _settled.Add(entry.Job);
                        queue._told.Remove(entry.Job);
                        break;
                    default:
                        if (queue._ready.Remove(entry.Job))
                            Claimed.Add(entry.Job);
                        _settled.Add(entry.Job);
                        break;
                }
            }
            Offer(room: all ? 3 : queue._random.Next(4));
        }

        public void Offer(int room = 0)
        {
            _limit = Math.Max(_limit, _received + room);
            queue._told.UnionWith(_returned);
            var undone = _settled.Where(queue._ready.ContainsKey).ToArray();
            var offer = new CreditUpdate
            {
                Owner = owner,
                Stamp = ++_stamp,
                Received = _received,
                Limit = _received + room,
                Tasks = _isNamed ? null : [.. Tasks],
                Settled = [.. _settled],
                Returned = [.. _returned],
            };
            _settled.Clear();
            _returned.Clear();
            _isNamed = true;
            Assert.True(queue._schedule.Offer(offer, queue._receiver, TestJobs.Start));
            foreach (var job in undone)
            {
                queue._told.Add(job);
                queue._schedule.Add(queue._ready[job]);
            }
        }
    }
}
