using System.Reflection;
using System.Runtime.CompilerServices;
using Gristmill.Grains.Plugins.Arguments;
using Gristmill.Plugins;

namespace Gristmill.Grains.Plugins;

/// <summary>Which methods can be tasks.</summary>
internal static class TaskRules
{
    public static void Check(MethodInfo method, JobTaskAttribute task)
    {
        if ((WrongWithMethod(method) ?? WrongWithParameters(method.GetParameters()) ?? WrongWithName(method, task)) is { } wrong)
            throw Refused(method, wrong);
    }

    public static PluginRefusedException Refused(MethodInfo method, string reason, Exception? cause = null) =>
        new($"{method.ReflectedType}.{method.Name} cannot be a task: {reason}", cause);

    private static string? WrongWithMethod(MethodInfo method)
    {
        if (!method.IsPublic)
            return "it is not public";
        if (!method.IsStatic && method.ReflectedType!.IsAbstract)
            return "its class is abstract";
        if (method.ContainsGenericParameters)
            return "it is generic";
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            return "it is async void; it must return Task";
        return CannotBeJson(method.ReturnType) ? $"it returns {method.ReturnType.Name}, which cannot be JSON" : null;
    }

    private static string? WrongWithParameters(ParameterInfo[] parameters)
    {
        if (parameters.FirstOrDefault(parameter => parameter.ParameterType.IsByRef) is { } reference)
            return $"it takes '{reference.Name}' by reference (ref, in or out)";
        if (parameters.FirstOrDefault(parameter => CannotBeJson(parameter.ParameterType)) is { } odd)
            return $"it takes '{odd.Name}' as {odd.ParameterType.Name}, which cannot be JSON";
        var names = parameters.Where(ArgumentBinder.IsArgument).Select(parameter => parameter.Name ?? "");
        return names.CountBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(name => name.Value > 1) is { Key: { } same }
            ? $"it has two parameters named '{same}', case aside"
            : null;
    }

    private static string? WrongWithName(MethodInfo method, JobTaskAttribute task)
    {
        var name = task.Name ?? Names.OfTask(method);
        return Names.IsTaskName(name) ? null : $"its name is '{name}'; [JobTask(Name = …)] may give it {Names.TaskRule}";
    }

    private static bool CannotBeJson(Type type) => type.IsByRefLike || type.IsByRef || type.IsPointer;
}
