using System.Reflection;
using Gristmill.Execution.Arguments;
using Gristmill.Execution.Discovery;
using Gristmill.Execution.Json;
using Gristmill.Execution.Transforms;
using Gristmill.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Execution.Tasks;

/// <summary>A task that is ready to run.</summary>
/// <param name="descriptor">What the task says of itself.</param>
/// <param name="binder">Makes the values of the method's parameters.</param>
/// <param name="method">What runs.</param>
/// <param name="factory">Makes an object to run it on; null for a static method.</param>
/// <param name="result">Makes the result of what the method returns.</param>
/// <param name="transforms">What its jobs may name.</param>
/// <param name="services">What the factory takes the constructor's parameters from.</param>
public sealed class PluginTask(
    TaskDescriptor descriptor, ArgumentBinder binder, MethodInfo method, ObjectFactory? factory, ResultWriter result,
    TransformSet transforms, IServiceProvider services)
{
    private readonly MethodInvoker _method = MethodInvoker.Create(method);

    public TaskDescriptor Descriptor { get; } = descriptor;

    public TransformSet Transforms { get; } = transforms;

    /// <summary>
    /// Binds the arguments and runs the task, its synchronous part on the calling thread. What the task throws comes out
    /// unwrapped.
    /// </summary>
    /// <param name="argumentsJson">A JSON array (by position) or object (by name).</param>
    /// <param name="context">The job, as the task sees it.</param>
    /// <param name="resultBytes">The most bytes of the result.</param>
    /// <returns>The result as JSON text; null for a task that returns nothing.</returns>
    /// <exception cref="ArgumentsRefusedException">The arguments do not fit the task.</exception>
    /// <exception cref="ResultTooLargeException">The result is too large.</exception>
    public async ValueTask<string?> InvokeAsync(string argumentsJson, TaskContext context, int resultBytes = Limits.ResultBytes)
    {
        var arguments = binder.Bind(argumentsJson, context, out var failure) ?? throw Refused(argumentsJson, failure);
        if (factory is null)
            return await result.WriteAsync(_method.Invoke(null, arguments.AsSpan()), resultBytes, context.CancellationToken);

        await using var scope = services.CreateAsyncScope();
        var instance = factory(scope.ServiceProvider, null);
        try
        {
            return await result.WriteAsync(_method.Invoke(instance, arguments.AsSpan()), resultBytes, context.CancellationToken);
        }
        finally
        {
            if (instance is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else
                (instance as IDisposable)?.Dispose();
        }
    }

    /// <summary>Checks arguments that have not been checked where the job came in, by all the rules that hold there.</summary>
    /// <exception cref="ArgumentsRefusedException">They do not fit the task.</exception>
    public void Check(string argumentsJson)
    {
        if (ArgumentCheck.Validate(Descriptor, argumentsJson) is { Count: > 0 } problems)
            throw new ArgumentsRefusedException(Descriptor.Name, problems);
    }

    private ArgumentsRefusedException Refused(string argumentsJson, Exception? failure)
    {
        var problems = ArgumentCheck.Validate(Descriptor, argumentsJson);
        if (problems.Count == 0)
            problems = [failure is null ? "they do not fit its parameters" : PluginRefusedException.Describe(failure)];
        return new(Descriptor.Name, problems, failure);
    }
}
