using System.Reflection;
using System.Reflection.Emit;

namespace Gristmill.Conformance.Contracts;

/// <summary>What the code of grains must not do, found in its IL.</summary>
internal static class CodeChecks
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>ConfigureAwait(false), which leaves the grain's scheduler, and exceptions that callers cannot get.</summary>
    public static IEnumerable<string> FaultsOfGrain(Type grain)
    {
        foreach (var (_, code) in CodeOf(grain))
        {
            for (var i = 0; i < code.Count; i++)
            {
                if (code[i].Operand is MethodBase { Name: "ConfigureAwait" } && i > 0 && code[i - 1].Constant is { } options && (options & 1) == 0)
                    yield return $"{grain.Name} calls ConfigureAwait and leaves its scheduler, so turns run at once.";
                if (i + 1 < code.Count && code[i].OpCode == OpCodes.Newobj && code[i + 1].OpCode == OpCodes.Throw
                    && code[i].Operand is MethodBase { DeclaringType: { } error } && IsOurs(error, grain) && !error.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
                    yield return $"{grain.Name} throws {error.Name}, which is not [GenerateSerializer].";
            }
        }
    }

    /// <summary>Observers that nothing holds: both runtimes hold them weakly.</summary>
    public static IEnumerable<string> FaultsOfObservers(Type type)
    {
        foreach (var (method, code) in CodeOf(type).Where(c => c.Method.DeclaringType == type || IsStateMachine(c.Method.DeclaringType!)))
        {
            for (var i = 1; i < code.Count; i++)
            {
                if (code[i].Operand is not MethodBase { Name: "CreateObjectReference" })
                    continue;
                var argument = code[i - 1];
                var isTemporary = argument.OpCode == OpCodes.Newobj
                    || (argument.Local is { } local && argument.Loads && code.Count(c => c.Local == local && c.Loads) == 1);
                if (isTemporary)
                    yield return $"{type.Name}.{method.Name} makes a reference to an observer that nothing holds, so it is soon collected.";
            }
        }
    }

    private static bool IsOurs(Type error, Type grain) =>
        error.IsAssignableTo(typeof(Exception)) && error.Assembly != typeof(object).Assembly && error.Assembly != typeof(Grain).Assembly
        && error.Namespace?.Split('.')[0] == grain.Namespace?.Split('.')[0];

    private static bool IsStateMachine(Type type) => type.Name.Contains('>', StringComparison.Ordinal);

    /// <summary>The methods of the type and of what the compiler made of them: state machines and closures.</summary>
    private static IEnumerable<(MethodBase Method, List<Instruction> Code)> CodeOf(Type type)
    {
        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).Where(m => m.GetMethodBody() is not null))
            yield return (method, Instruction.Read(method));
        foreach (var nested in type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(IsStateMachine).SelectMany(CodeOf))
            yield return nested;
    }
}
