using System.Reflection;
using System.Runtime.CompilerServices;
using Gristmill.Execution.Arguments;
using Gristmill.Execution.Discovery;
using Gristmill.Plugins;

namespace Gristmill.Execution.Tasks;

/// <summary>Which methods can be tasks.</summary>
internal static class TaskRules
{
    /// <summary>Why a method cannot be a task; nothing if it can.</summary>
    public static IEnumerable<string> WrongWith(MethodInfo method, JobTaskAttribute task)
    {
        if (!method.IsPublic)
            yield return "it is not public";
        if (!method.IsStatic && method.ReflectedType!.IsAbstract)
            yield return "its class is abstract";
        if (method.ContainsGenericParameters)
            yield return "it is generic";
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            yield return "it is async void; it must return Task";
        if (!method.ReturnType.ContainsGenericParameters && !CanBeJson(method.ReturnType))
            yield return $"it returns {method.ReturnType.Name}, which cannot be JSON";
        foreach (var parameter in method.GetParameters().Where(
            parameter => !parameter.ParameterType.ContainsGenericParameters && !CanBeJson(parameter.ParameterType)))
            yield return parameter.ParameterType.IsByRef
                ? $"it takes '{parameter.Name}' by reference (ref, in or out)"
                : $"it takes '{parameter.Name}' as {parameter.ParameterType.Name}, which cannot be JSON";
        var names = method.GetParameters().Where(ArgumentBinder.IsArgument).Select(parameter => parameter.Name ?? "");
        foreach (var (same, _) in names.CountBy(name => name, StringComparer.OrdinalIgnoreCase).Where(name => name.Value > 1))
            yield return $"it has two parameters named '{same}', case aside";
        if ((task.Name ?? Names.OfTask(method)) is var taskName && !Names.IsTaskName(taskName))
            yield return $"its name is '{taskName}'; [JobTask(Name = …)] may give it {Names.TaskRule}";
    }

    public static PluginRefusedException Refused(MethodInfo method, IEnumerable<string> reasons) =>
        new($"{method.ReflectedType}.{method.Name} cannot be a task: {string.Join("; ", reasons)}");

    /// <summary>
    /// Whether there can be a value of a type that comes of JSON, or becomes JSON, as far as its members let it.
    /// </summary>
    public static bool CanBeJson(Type type) =>
        !type.IsByRefLike && !type.IsByRef && !type.IsPointer && !type.ContainsGenericParameters;
}
