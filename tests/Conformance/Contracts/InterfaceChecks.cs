using System.Reflection;

namespace Gristmill.Conformance.Contracts;

/// <summary>What methods of grain and observer interfaces must look like.</summary>
internal static class InterfaceChecks
{
    private static readonly Type[] ResultShapes = [typeof(Task), typeof(ValueTask)];
    private static readonly Type[] GenericResultShapes = [typeof(Task<>), typeof(ValueTask<>)];

    public static IEnumerable<string> FaultsOf(Type type)
    {
        foreach (var property in type.GetProperties())
            yield return $"{type.Name}.{property.Name} is a property; grain interfaces have methods only.";
        foreach (var method in type.GetMethods().Where(m => m is { IsSpecialName: false, IsStatic: false }))
        {
            foreach (var fault in FaultsOf(method))
                yield return $"{type.Name}.{method.Name} {fault}";
        }
    }

    /// <summary>Attributes that only count on the interface.</summary>
    public static IEnumerable<string> FaultsOfGrain(Type type) =>
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        from attribute in new[] { typeof(AlwaysInterleaveAttribute), typeof(OneWayAttribute), typeof(ResponseTimeoutAttribute) }
        where method.IsDefined(attribute, inherit: false)
        select $"{type.Name}.{method.Name} has [{attribute.Name.Replace("Attribute", "", StringComparison.Ordinal)}], which counts only on the method of the interface.";

    private static IEnumerable<string> FaultsOf(MethodInfo method)
    {
        var result = method.ReturnType;
        var generic = result.IsGenericType ? result.GetGenericTypeDefinition() : null;
        if (GenericResultShapes.Contains(generic))
        {
            foreach (var fault in MessageTypes.FaultsOf(result.GenericTypeArguments[0]))
                yield return $"returns {fault}";
            if (method.IsDefined(typeof(OneWayAttribute)))
                yield return "is [OneWay] and returns a result, which never arrives.";
        }
        else if (result == typeof(void))
        {
            if (!method.DeclaringType!.IsAssignableTo(typeof(IGrainObserver)) && !method.IsDefined(typeof(OneWayAttribute)))
                yield return "returns void and is not [OneWay].";
        }
        else if (!ResultShapes.Contains(result))
        {
            yield return $"returns {result.Name}; grain methods return Task, ValueTask or void.";
        }

        if (method.IsGenericMethod)
            yield return "is generic.";
        var parameters = method.GetParameters();
        if (parameters.Count(p => p.ParameterType == typeof(CancellationToken)) > 1)
            yield return "takes more than one CancellationToken.";
        else if (parameters.SkipLast(1).Any(p => p.ParameterType == typeof(CancellationToken)))
            yield return "takes a CancellationToken that is not its last parameter.";
        foreach (var parameter in parameters.Where(p => p.ParameterType != typeof(CancellationToken)))
        {
            if (parameter.ParameterType.IsByRef)
                yield return $"takes '{parameter.Name}' by reference.";
            else
                foreach (var fault in MessageTypes.FaultsOf(parameter.ParameterType))
                    yield return $"takes {fault}";
        }
    }
}
