using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Gristmill.Embedded;

/// <summary>A method of a grain or observer interface, ready to be called from either side.</summary>
internal abstract class GrainMethod
{
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> ByInfo = new();
    private static readonly ConcurrentDictionary<ulong, GrainMethod> ById = new();
    private readonly MethodInfo _method;
    private Func<object, object?[], Task>? _invoke;

    protected GrainMethod(MethodInfo method)
    {
        _method = method;
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        var parameters = method.GetParameters();
        TakesToken = parameters is [.., { ParameterType: var last }] && last == typeof(CancellationToken);
        Parameters = [.. parameters.Select(p => p.ParameterType).Take(parameters.Length - (TakesToken ? 1 : 0))];
        OneWay = method.ReturnType == typeof(void) || method.IsDefined(typeof(OneWayAttribute));
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        var parameterNames = string.Join(',', Parameters.Select(p => p.ToString()));
        Id = StableHash.Of(method.DeclaringType.FullName!, $"{method.Name}({parameterNames})");
    }

    /// <summary>Names the method on the wire; the same in every process.</summary>
    public ulong Id { get; }

    public string Name { get; }

    /// <summary>The types of the arguments, without the token.</summary>
    public Type[] Parameters { get; }

    public bool TakesToken { get; }

    public bool OneWay { get; }

    public bool AlwaysInterleave { get; }

    public TimeSpan? Timeout { get; }

    /// <summary>The type of the result; null for none.</summary>
    public abstract Type? ResultType { get; }

    /// <summary>Calls the method on the object itself.</summary>
    public Task Invoke(object instance, object?[] args) => (_invoke ??= Compile(_method))(instance, args);

    /// <summary>Calls the method of a grain, wherever it is, and returns what the interface promises.</summary>
    public abstract object? Call(GrainReference reference, object?[] args);

    /// <summary>Calls the method of a grain, wherever it is.</summary>
    public abstract Task Send(Node node, GrainId target, object?[] args, int hops = 0);

    /// <summary>Writes the result of finished work, if the method has one.</summary>
    public abstract void WriteResult(FrameWriter frame, Task work, WireSerializer serializer);

    public static bool IsGrainInterface(Type type) =>
        type.IsInterface && type.IsAssignableTo(typeof(IAddressable)) && type.Assembly != typeof(IAddressable).Assembly;

    /// <summary>Makes the methods of a grain or observer interface known, so that others may call them here.</summary>
    public static void Learn(Type type)
    {
        foreach (var info in type.GetInterfaces().Append(type).SelectMany(i => i.GetMethods()))
        {
            var method = Of(info);
            if (ById.GetOrAdd(method.Id, method) != method)
                throw new NotSupportedException($"{method.Name} has the same identity as {ById[method.Id].Name}; rename one.");
        }
    }

    /// <summary>The method of that identity, of an interface that this process has learnt.</summary>
    public static GrainMethod? Of(ulong id) => ById.GetValueOrDefault(id);

    public static GrainMethod Of(MethodInfo method) => ByInfo.GetOrAdd(method, Make);

    private static GrainMethod Make(MethodInfo method)
    {
        var (type, name) = (method.ReturnType, $"{method.DeclaringType}.{method.Name}");
        if (method.IsGenericMethod || method.GetParameters().Any(p => p.ParameterType.IsByRef))
            throw new NotSupportedException($"{name} is generic or has ref parameters, which grain methods may not.");
        if (type == typeof(Task) || type == typeof(ValueTask) || type == typeof(void))
            return new GrainMethod<Nothing>(method);
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (generic != typeof(Task<>) && generic != typeof(ValueTask<>))
            throw new NotSupportedException($"{name} returns {type.Name}; grain methods return Task, ValueTask or void.");
        return (GrainMethod)Activator.CreateInstance(typeof(GrainMethod<>).MakeGenericType(type.GenericTypeArguments), method)!;
    }

    /// <summary>A delegate that unpacks the arguments, calls the interface method and makes a task of what it returns.</summary>
    private static Func<object, object?[], Task> Compile(MethodInfo method)
    {
        var (instance, args) = (Expression.Parameter(typeof(object)), Expression.Parameter(typeof(object?[])));
        var unpacked = method.GetParameters().Select((parameter, i) =>
            Expression.Convert(Expression.ArrayIndex(args, Expression.Constant(i)), parameter.ParameterType));
        var call = Expression.Call(Expression.Convert(instance, method.DeclaringType!), method, unpacked);
        Expression task = method.ReturnType == typeof(void) ? Expression.Block(call, Expression.Constant(Task.CompletedTask))
            : method.ReturnType.IsValueType ? Expression.Call(call, nameof(ValueTask.AsTask), null)
            : call;
        return Expression.Lambda<Func<object, object?[], Task>>(task, instance, args).Compile();
    }

    /// <summary>The result of methods without one.</summary>
    internal readonly struct Nothing;
}

/// <inheritdoc/>
internal sealed class GrainMethod<T>(MethodInfo method) : GrainMethod(method)
{
    private readonly bool _valueTask = method.ReturnType.IsValueType && method.ReturnType != typeof(void);

    public override Type? ResultType => typeof(T) == typeof(Nothing) ? null : typeof(T);

    public override object? Call(GrainReference reference, object?[] args)
    {
        var task = Send(reference.Node, reference.GrainId, args);
        if (!_valueTask)
            return task;
        return ResultType is null ? new ValueTask(task) : new ValueTask<T>(task);
    }

    public override void WriteResult(FrameWriter frame, Task work, WireSerializer serializer)
    {
        if (ResultType is not null)
            serializer.Write(frame, ((Task<T>)work).Result);
    }

    public override Task<T> Send(Node node, GrainId target, object?[] args, int hops = 0)
    {
        var token = TakesToken ? (CancellationToken)args[^1]! : default;
        token.ThrowIfCancellationRequested();
        if (OneWay)
        {
            node.Route(new OneWayRequest(this, target, args) { Hops = hops });
            return Task.FromResult<T>(default!);
        }

        var call = new Call<T>(node, this, target, args) { Hops = hops, Deadline = node.Pending.DeadlineOf(this) };
        call.Start(token);
        return call.Task;
    }
}
