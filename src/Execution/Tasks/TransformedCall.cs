using System.Text.Json;
using System.Text.Json.Nodes;
using Gristmill.Execution.Transforms;
using Gristmill.Plugins;

namespace Gristmill.Execution.Tasks;

/// <summary>
/// The call of a task with what happens around it: fetch, convert, call, convert, push. Either the result passes all its
/// transforms, or <see cref="Transform.Failed"/> runs for every transform that was made; <see cref="Transform.CleanUp"/> runs for
/// each of them in any case.
/// </summary>
/// <param name="task">The task.</param>
/// <param name="arguments">Its arguments as they were submitted.</param>
/// <param name="transforms">The job's transforms.</param>
/// <param name="context">The job, as the task sees it.</param>
/// <param name="enterAsync">Gives the job a status; throws when the run is to stop.</param>
internal sealed class TransformedCall(
    PluginTask task, string arguments, JobTransforms transforms, TaskContext context, Func<JobStatus, Task> enterAsync)
{
    private readonly List<Made> _made = [];
    private JobStatus _status = JobStatus.Running;

    private sealed record Made(PluginTransform Kind, Transform It)
    {
        public string Name => Kind.Descriptor.Name;

        public object? Value { get; set; }
    }

    public async ValueTask<string?> InvokeAsync()
    {
        try
        {
            // Made first, so that a transform which cannot be made costs nothing else.
            var results = MakeResults();
            var json = transforms.Arguments is null ? arguments : await ReadArgumentsAsync();
            await EnterAsync(JobStatus.Running);
            var result = await task.InvokeAsync(json, context, results.Length == 0 ? Limits.ResultBytes
                : Limits.TransformedResultBytes);
            context.CancellationToken.ThrowIfCancellationRequested();
            return results.Length == 0 ? result : await PassOnAsync(result ?? "null", results);
        }
        catch (Exception e)
        {
            await ForEachAsync("failed handler", made => made.It.Failed(e, context));
            throw;
        }
        finally
        {
            await ForEachAsync("cleanup", made => made.It.CleanUp(context));
        }
    }

    private async Task<string> ReadArgumentsAsync()
    {
        var json = TransformNodes.Parse(arguments);
        var inputs = TransformNodes.In(json).Select(node => (Node: node, Made: Make(node))).ToArray();
        foreach (var (_, input) in inputs.Where(input => input.Made.Kind.Fetches))
            input.Value = await PassAsync(JobStatus.FetchingInput, input, () => ((ArgumentTransform)input.It).Fetch(context));
        foreach (var (_, input) in inputs.Where(input => input.Made.Kind.Converts))
            input.Value = await PassAsync(JobStatus.ConvertingInput, input, () =>
                ((ArgumentTransform)input.It).Convert(input.Value, context));
        foreach (var (node, input) in inputs)
            TransformNodes.Replace(node, task.Transforms.ToJson(input.Value));
        var read = json!.ToJsonString(TransformNodes.Text);
        task.Check(read);
        return read;
    }

    private Made?[] MakeResults() => transforms.Results is null
        ? []
        : [.. ((JsonArray)TransformNodes.Parse(transforms.Results)!).Select(node => node is JsonObject one ? Make(one) : null)];

    private async Task<string?> PassOnAsync(string result, Made?[] results)
    {
        var whole = new JsonArray { JsonNode.Parse(result) };
        var values = whole[0] as JsonArray ?? whole;
        foreach (var (i, made) in results.Index().Skip(values.Count))
            if (made is not null)
                context.Log.Warning($"transform '{made.Name}' has nothing to do: the result has no element {i}");
        foreach (var (i, made) in results.Index().Take(values.Count))
            if (made is { Kind.Converts: true, It: ResultTransform it })
                values[i] = task.Transforms.ToJson(await PassAsync(JobStatus.ConvertingOutput, made, () =>
                    it.Convert(Element(values[i]), context)));
        foreach (var (i, made) in results.Index().Take(values.Count))
            if (made is { Kind.Pushes: true, It: ResultTransform it })
                values[i] = task.Transforms.ToJson(await PassAsync(JobStatus.PushingOutput, made, () =>
                    it.Push(Element(values[i]), context)));
        // A result comes from a run that runs, or has pushed it.
        if (_status is JobStatus.ConvertingOutput)
            await EnterAsync(JobStatus.Running);
        return whole[0]?.ToJsonString(TransformNodes.Text) ?? "null";
    }

    private static JsonElement Element(JsonNode? node) => JsonSerializer.SerializeToElement(node);

    private Made Make(JsonObject node)
    {
        var name = node[TransformNodes.Key]!.GetValue<string>();
        if (!task.Transforms.TryGet(name, out var kind))
            throw new TaskFailedException($"transform '{name}' is not offered by the version of plugin '{task.Descriptor.Plugin}' that this silo has");
        var made = new Made(kind, kind.Create(node));
        _made.Add(made);
        return made;
    }

    private async Task<object?> PassAsync(JobStatus phase, Made made, Func<ValueTask<object?>> pass)
    {
        await EnterAsync(phase);
        try
        {
            var value = await pass();
            context.CancellationToken.ThrowIfCancellationRequested();
            return value;
        }
        catch (Exception e) when (!context.IsCancellationRequested)
        {
            context.Log.Error($"transform '{made.Name}' failed while the job was {phase}: {ExceptionTree.Message(e)}");
            throw;
        }
    }

    private async Task EnterAsync(JobStatus status)
    {
        if (status == _status)
            return;
        await enterAsync(status);
        _status = status;
    }

    private async Task ForEachAsync(string what, Func<Made, ValueTask> act)
    {
        foreach (var made in _made)
        {
            try
            {
                await act(made);
            }
            catch (Exception e)
            {
                context.Log.Error($"the {what} of transform '{made.Name}' failed: {ExceptionTree.Text(e)}");
            }
        }
    }
}
