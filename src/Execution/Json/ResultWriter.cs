using System.Reflection;
using System.Text.Json;

namespace Gristmill.Execution.Json;

/// <summary>Turns what a task's method returned into the job's result: awaits it if need be, and writes it as JSON.</summary>
public abstract class ResultWriter
{
    /// <param name="returned">What the method returned; null for void.</param>
    /// <param name="limit">The most bytes of JSON.</param>
    /// <param name="stopping">Ends the writing of a result.</param>
    /// <returns>JSON text, or null if the method has no result.</returns>
    public abstract ValueTask<string?> WriteAsync(object? returned, int limit, CancellationToken stopping);

    public static ResultWriter For(Type returned, JsonSerializerOptions json)
    {
        if (returned == typeof(void))
            return new Nothing();
        if (returned == typeof(Task))
            return new NothingLater();
        if (returned == typeof(ValueTask))
            return new NothingMaybeLater();
        var value = ValueOf(returned);
        var writer = value == returned ? typeof(Value<>)
            : returned.GetGenericTypeDefinition() == typeof(Task<>) ? typeof(ValueLater<>) : typeof(ValueMaybeLater<>);
        return (ResultWriter)Activator.CreateInstance(writer.MakeGenericType(value), json)!;
    }

    /// <summary>The type of the result of a method that returns the type: what is in a task, or the type itself.</summary>
    public static Type ValueOf(Type returned) =>
        returned == typeof(Task) || returned == typeof(ValueTask) ? typeof(void)
        : IsTaskOfValue(returned) ? returned.GetGenericArguments()[0]
        : returned;

    public static NullabilityInfo ValueOf(NullabilityInfo returned) =>
        IsTaskOfValue(returned.Type) ? returned.GenericTypeArguments[0] : returned;

    private static bool IsTaskOfValue(Type type) => type.IsGenericType
        && type.GetGenericTypeDefinition() is var generic && (generic == typeof(Task<>) || generic == typeof(ValueTask<>));

    private sealed class Nothing : ResultWriter
    {
        public override ValueTask<string?> WriteAsync(object? returned, int limit, CancellationToken stopping) => default;
    }

    private sealed class NothingLater : ResultWriter
    {
        public override async ValueTask<string?> WriteAsync(object? returned, int limit, CancellationToken stopping)
        {
            await (Task)returned!;
            return null;
        }
    }

    private sealed class NothingMaybeLater : ResultWriter
    {
        public override async ValueTask<string?> WriteAsync(object? returned, int limit, CancellationToken stopping)
        {
            await (ValueTask)returned!;
            return null;
        }
    }

    private sealed class Value<T>(JsonSerializerOptions json) : ResultWriter
    {
        private readonly JsonResult<T> _result = JsonResult<T>.Of(json);

        public override async ValueTask<string?> WriteAsync(object? returned, int limit, CancellationToken stopping) =>
            await _result.WriteAsync((T)returned!, limit, stopping);
    }

    private sealed class ValueLater<T>(JsonSerializerOptions json) : ResultWriter
    {
        private readonly JsonResult<T> _result = JsonResult<T>.Of(json);

        public override async ValueTask<string?> WriteAsync(object? returned, int limit, CancellationToken stopping) =>
            await _result.WriteAsync(await (Task<T>)returned!, limit, stopping);
    }

    private sealed class ValueMaybeLater<T>(JsonSerializerOptions json) : ResultWriter
    {
        private readonly JsonResult<T> _result = JsonResult<T>.Of(json);

        public override async ValueTask<string?> WriteAsync(object? returned, int limit, CancellationToken stopping) =>
            await _result.WriteAsync(await (ValueTask<T>)returned!, limit, stopping);
    }
}
