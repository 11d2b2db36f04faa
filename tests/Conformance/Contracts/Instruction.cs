using System.Reflection;
using System.Reflection.Emit;

namespace Gristmill.Conformance.Contracts;

/// <summary>One instruction of a method, with what this suite wants to know of its operand.</summary>
internal sealed record Instruction(OpCode OpCode, MethodBase? Operand, int? Constant, int? Local)
{
    private static readonly Dictionary<short, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value);

    /// <summary>Whether it reads its <see cref="Local"/>.</summary>
    public bool Loads => OpCode.Name!.StartsWith("ldloc", StringComparison.Ordinal);

    public static List<Instruction> Read(MethodBase method)
    {
        var il = method.GetMethodBody()!.GetILAsByteArray()!;
        var code = new List<Instruction>();
        for (var at = 0; at < il.Length;)
        {
            var value = il[at] == 0xFE ? (short)((il[at] << 8) | il[at + 1]) : il[at];
            var opCode = OpCodesByValue[value];
            at += opCode.Size;
            code.Add(new(opCode, MethodOf(method, opCode, il, at), ConstantOf(opCode, il, at), LocalOf(opCode, il, at)));
            at += LengthOf(opCode.OperandType, il, at);
        }

        return code;
    }

    private static MethodBase? MethodOf(MethodBase method, OpCode opCode, byte[] il, int at)
    {
        if (opCode.OperandType is not OperandType.InlineMethod)
            return null;
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        return method.Module.ResolveMethod(BitConverter.ToInt32(il, at), typeArguments, method.IsGenericMethod ? method.GetGenericArguments() : null);
    }

    private static int? ConstantOf(OpCode opCode, byte[] il, int at) => opCode.Name switch
    {
        "ldc.i4" => BitConverter.ToInt32(il, at),
        "ldc.i4.s" => (sbyte)il[at],
        "ldc.i4.m1" => -1,
        ['l', 'd', 'c', '.', 'i', '4', '.', var digit] => digit - '0',
        _ => null,
    };

    private static int? LocalOf(OpCode opCode, byte[] il, int at) => opCode.Name switch
    {
        "ldloc.s" or "stloc.s" or "ldloca.s" => il[at],
        "ldloc" or "stloc" or "ldloca" => BitConverter.ToUInt16(il, at),
        ['l', 'd', 'l', 'o', 'c', '.', var digit] => digit - '0',
        ['s', 't', 'l', 'o', 'c', '.', var digit] => digit - '0',
        _ => null,
    };

    private static int LengthOf(OperandType type, byte[] il, int at) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };
}
