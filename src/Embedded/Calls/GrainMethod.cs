using System.Reflection;
using System.Reflection.Emit;

namespace Gristmill.Embedded;

/// <summary>A method of a grain or observer interface, ready to be called from either side.</summary>
internal abstract class GrainMethod
{
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
        Id = StableHash.Of(method.DeclaringType.FullName!, $"{method.Name}({string.Join(',', Parameters.Select(p => p.ToString()))})");
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

    public static GrainMethod Of(MethodInfo method)
    {
        var type = method.ReturnType;
        if (method.IsGenericMethod || method.GetParameters().Any(p => p.ParameterType.IsByRef))
            throw new NotSupportedException($"{method.DeclaringType}.{method.Name} is generic or has ref parameters, which grain methods may not.");
        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
            return (GrainMethod)Activator.CreateInstance(typeof(GrainMethod<>).MakeGenericType(type.GenericTypeArguments[0]), method)!;
        if (type == typeof(Task) || type == typeof(ValueTask) || type == typeof(void))
            return new GrainMethod<Nothing>(method);
        throw new NotSupportedException($"{method.DeclaringType}.{method.Name} returns {type.Name}; grain methods return Task, ValueTask or void.");
    }

    /// <summary>A delegate that unpacks the arguments, calls the interface method and makes a task of what it returns.</summary>
    private static Func<object, object?[], Task> Compile(MethodInfo method)
    {
        var dynamic = new DynamicMethod(
            method.Name, typeof(Task), [typeof(object), typeof(object?[])], typeof(GrainMethod).Module, skipVisibility: true);
        var il = dynamic.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, method.DeclaringType!);
        var parameters = method.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Unbox_Any, parameters[i].ParameterType);
        }

        il.Emit(OpCodes.Callvirt, method);
        if (method.ReturnType == typeof(void))
        {
            il.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);
        }
        else if (method.ReturnType.IsValueType)
        {
            var result = il.DeclareLocal(method.ReturnType);
            il.Emit(OpCodes.Stloc, result);
            il.Emit(OpCodes.Ldloca, result);
            il.Emit(OpCodes.Call, method.ReturnType.GetMethod(nameof(ValueTask.AsTask))!);
        }

        il.Emit(OpCodes.Ret);
        return dynamic.CreateDelegate<Func<object, object?[], Task>>();
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
        var task = Start(reference.Node, reference.GrainId, args, 0);
        if (!_valueTask)
            return task;
        return ResultType is null ? new ValueTask(task) : new ValueTask<T>(task);
    }

    public override Task Send(Node node, GrainId target, object?[] args, int hops) => Start(node, target, args, hops);

    public override void WriteResult(FrameWriter frame, Task work, WireSerializer serializer)
    {
        if (ResultType is not null)
            serializer.Write(frame, ((Task<T>)work).Result);
    }

    private Task<T> Start(Node node, GrainId target, object?[] args, int hops)
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
