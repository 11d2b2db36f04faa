using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gristmill.Plugins.Testing;

/// <summary>
/// Runs a task in a unit test, without a silo: one harness for one run of one job. What the run does stays here to be looked at,
/// and what a silo would tell the task, the test does: <see cref="Cancel"/>, <see cref="TimeLimit"/>, <see cref="Clock"/>.
/// Properties are set before the run. All of it may be used from any thread.
/// </summary>
/// <example><code>
/// using var harness = new TaskHarness();
/// var run = harness.RunAsync(task => Tasks.Chatty(task, lines: 2));
/// Assert.Equal(2, await run);
/// Assert.Equal(["line 1", "line 2"], harness.Log.Select(line => line.Text));
/// </code></example>
public sealed class TaskHarness : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<LogLine> _log = [];
    private readonly List<TaskProgress> _progress = [];
    private readonly List<ChildJob> _children = [];
    private readonly Dictionary<string, byte[]> _kept = new(StringComparer.Ordinal);
    private readonly Lazy<string> _folder = new(() => Directory.CreateTempSubdirectory("task-harness-").FullName);
    private TaskCompletionSource _changed = NewSignal();
    private CancelReason? _reason;

    /// <summary>Makes a harness.</summary>
    public TaskHarness()
    {
        Context = new HarnessContext(this);
        Services.AddSingleton<ILoggerFactory>(_ => new HarnessLoggers(Context.Log));
        Services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        Services.AddSingleton(services => services.GetRequiredService<ILoggerFactory>().CreateLogger("task"));
    }

    /// <summary>The clock of the task and of <see cref="TimeLimit"/>. The system's unless given.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Which run of the job this is. The first unless given.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>
    /// How long the run may take by <see cref="Clock"/> before it is told to stop: more than 0. No limit unless given.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// What the constructors of task classes are given. Loggers, which write to <see cref="Log"/>, are there; what is added for a
    /// type takes the place of what was there before.
    /// </summary>
    public IServiceCollection Services { get; } = new ServiceCollection();

    /// <summary>The job as the task sees it, for what is called outside of a run: a transform, say.</summary>
    public TaskContext Context { get; }

    /// <summary>
    /// What was logged, through <see cref="TaskContext.Log"/> or an injected logger. What a task prints to the console is not
    /// here.
    /// </summary>
    public IReadOnlyList<LogLine> Log => Copy(_log);

    /// <summary>What was reported, each with the values that the report left out as they were before.</summary>
    public IReadOnlyList<TaskProgress> Progress => Copy(_progress);

    /// <summary>The jobs that were submitted. None of them runs.</summary>
    public IReadOnlyList<ChildJob> Children => Copy(_children);

    /// <summary>What is kept with the job by name: what the task has kept, and what came with the job.</summary>
    public IReadOnlyDictionary<string, byte[]> Artifacts
    {
        get
        {
            lock (_gate)
                return new Dictionary<string, byte[]>(_kept, StringComparer.Ordinal);
        }
    }

    /// <summary>Adds a file that comes with the job.</summary>
    /// <param name="name">Its name: see <see cref="Artifact.IsName"/>.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="ArgumentException">The name cannot be.</exception>
    public void Upload(string name, ReadOnlySpan<byte> content) => Keep(name, content.ToArray());

    /// <summary>
    /// Runs a task that returns a value later. It begins on the calling thread, and in the invariant culture, as on a silo.
    /// </summary>
    /// <param name="task">The call: <c>Tasks.UntilCanceled</c>, or <c>task => Tasks.Chatty(task, lines: 3)</c>.</param>
    /// <returns>What it returns; what it throws comes out of it unchanged.</returns>
    public async Task<T> RunAsync<T>(Func<TaskContext, Task<T>> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var limit = TimeLimit is { } time
            ? Clock.CreateTimer(_ => Cancel(CancelReason.TimeLimit), null, time, Timeout.InfiniteTimeSpan) : null;
        // For what this calls only, since it is async.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        try
        {
            return await task(Context);
        }
        finally
        {
            if (limit is not null)
                await limit.DisposeAsync();
        }
    }

    /// <inheritdoc cref="RunAsync{T}(Func{TaskContext, Task{T}})"/>
    public Task RunAsync(Func<TaskContext, Task> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync<object?>(async context =>
        {
            await task(context);
            return null;
        });
    }

    /// <summary>Runs a task that returns nothing.</summary>
    /// <inheritdoc cref="RunAsync{T}(Func{TaskContext, Task{T}})"/>
    public Task RunAsync(Action<TaskContext> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync(context =>
        {
            task(context);
            return true;
        });
    }

    /// <summary>Runs a task that returns a value at once, or a <see cref="ValueTask"/>, which is waited for.</summary>
    /// <inheritdoc cref="RunAsync{T}(Func{TaskContext, Task{T}})"/>
    public Task<T> RunAsync<T>(Func<TaskContext, T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync(context => Settled(task(context)));
    }

    /// <summary>Runs a task that returns a sequence, and takes all of it within the run, as a silo does.</summary>
    /// <param name="task">The call.</param>
    /// <returns>What it yields.</returns>
    /// <exception cref="OperationCanceledException">The task was told to stop, and yielded something more.</exception>
    public Task<IReadOnlyList<T>> RunAsync<T>(Func<TaskContext, IAsyncEnumerable<T>> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync(context => TakeAll(task(context)));
    }

    /// <inheritdoc cref="RunAsync{T}(Func{TaskContext, IAsyncEnumerable{T}})"/>
    public Task<IReadOnlyList<T>> RunAsync<T>(Func<TaskContext, IEnumerable<T>> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync(context => TakeAll(task(context).ToAsyncEnumerable()));
    }

    /// <summary>
    /// Runs a task of a class whose constructor is given services: makes an object from <see cref="Services"/>, and disposes of
    /// it behind the run, as a silo does.
    /// </summary>
    /// <typeparam name="TClass">The class.</typeparam>
    /// <typeparam name="T">What the task returns.</typeparam>
    /// <param name="task">The call: <c>(Printer printer, TaskContext task) => printer.Print(task, times: 2)</c>.</param>
    /// <exception cref="InvalidOperationException">
    /// The constructor asks for a service that is not in <see cref="Services"/>.
    /// </exception>
    /// <returns>What it returns; what it throws comes out of it unchanged.</returns>
    public Task<T> RunAsync<TClass, T>(Func<TClass, TaskContext, Task<T>> task) where TClass : class
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync(async context =>
        {
            var services = Services.BuildServiceProvider();
            await using (services)
            {
                var instance = ActivatorUtilities.CreateInstance<TClass>(services);
                try
                {
                    return await task(instance, context);
                }
                finally
                {
                    if (instance is IAsyncDisposable asynchronous)
                        await asynchronous.DisposeAsync();
                    else
                        (instance as IDisposable)?.Dispose();
                }
            }
        });
    }

    /// <inheritdoc cref="RunAsync{TClass, T}(Func{TClass, TaskContext, Task{T}})"/>
    public Task RunAsync<TClass>(Func<TClass, TaskContext, Task> task) where TClass : class
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync<TClass, object?>(async (instance, context) =>
        {
            await task(instance, context);
            return null;
        });
    }

    /// <inheritdoc cref="RunAsync{TClass, T}(Func{TClass, TaskContext, Task{T}})"/>
    public Task RunAsync<TClass>(Action<TClass, TaskContext> task) where TClass : class
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync((TClass instance, TaskContext context) =>
        {
            task(instance, context);
            return true;
        });
    }

    /// <inheritdoc cref="RunAsync{TClass, T}(Func{TClass, TaskContext, Task{T}})"/>
    public Task<T> RunAsync<TClass, T>(Func<TClass, TaskContext, T> task) where TClass : class
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync((TClass instance, TaskContext context) => Settled(task(instance, context)));
    }

    /// <inheritdoc cref="RunAsync{TClass, T}(Func{TClass, TaskContext, Task{T}})"/>
    public Task<IReadOnlyList<T>> RunAsync<TClass, T>(Func<TClass, TaskContext, IAsyncEnumerable<T>> task) where TClass : class
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync((TClass instance, TaskContext context) => TakeAll(task(instance, context)));
    }

    /// <inheritdoc cref="RunAsync{TClass, T}(Func{TClass, TaskContext, Task{T}})"/>
    public Task<IReadOnlyList<T>> RunAsync<TClass, T>(Func<TClass, TaskContext, IEnumerable<T>> task) where TClass : class
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync((TClass instance, TaskContext context) => TakeAll(task(instance, context).ToAsyncEnumerable()));
    }

    /// <summary>Tells the task to stop. Only the first time counts.</summary>
    /// <param name="reason">Why.</param>
    public void Cancel(CancelReason reason = CancelReason.Requested)
    {
        lock (_gate)
        {
            if (_reason is not null)
                return;
            _reason = reason;
        }
        _stopping.Cancel();
    }

    /// <summary>
    /// Waits until the run has come to a point: <c>harness => harness.Progress.Count == 2</c>. Asks again whenever it logs,
    /// reports, keeps or submits.
    /// </summary>
    /// <param name="reached">Whether it has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task UntilAsync(Func<TaskHarness, bool> reached, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reached);
        while (true)
        {
            Task changed;
            lock (_gate)
                changed = _changed.Task;
            if (reached(this))
                return;
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Removes the run's folder.</summary>
    public void Dispose()
    {
        _stopping.Dispose();
        if (_folder.IsValueCreated)
            Directory.Delete(_folder.Value, recursive: true);
    }

    internal CancelReason? Reason
    {
        get
        {
            lock (_gate)
                return _reason;
        }
    }

    private async Task<IReadOnlyList<T>> TakeAll<T>(IAsyncEnumerable<T> sequence)
    {
        var all = new List<T>();
        await foreach (var element in sequence.WithCancellation(Stopping))
        {
            Stopping.ThrowIfCancellationRequested();
            all.Add(element);
        }
        return all;
    }

    private static async Task<T> Settled<T>(T value)
    {
        if (value is ValueTask later)
            await later;
        return value;
    }

    internal CancellationToken Stopping => _stopping.Token;

    internal string Folder => _folder.Value;

    internal void Add(LogLine line) => Change(() => _log.Add(line));

    internal void Add(ChildJob child) => Change(() => _children.Add(child));

    internal void Report(double? current, double? total, string? message) => Change(() =>
    {
        var last = _progress.Count > 0 ? _progress[^1] : new TaskProgress(null, null, null);
        _progress.Add(new(Number(current) ?? last.Current, Number(total) ?? last.Total, message ?? last.Message));

        static double? Number(double? value) => value is { } number && double.IsFinite(number) ? number : null;
    });

    internal void Keep(string name, byte[] content)
    {
        if (!Artifact.IsName(name))
            throw new ArgumentException($"\"{name}\" cannot name an artifact; expected 1 to {Artifact.MaxNameLength} letters, digits, '.', '_' and '-', the first no '.'");
        Change(() => _kept[name] = content);
    }

    internal byte[]? Find(string name)
    {
        lock (_gate)
            return _kept.GetValueOrDefault(name);
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            (changed, _changed) = (_changed, NewSignal());
        }
        changed.SetResult();
    }

    private T[] Copy<T>(List<T> list)
    {
        lock (_gate)
            return [.. list];
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
