using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Gristmill.Architecture.Tests;

/// <summary>The compiled assemblies of the platform, as they lie beside the tests.</summary>
internal static class Assemblies
{
    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string,
        AssemblyDefinition> All
    { get; } = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
        .Where(file =>
            Path.GetFileName(file) is var name && (name.StartsWith("Gristmill.", StringComparison.Ordinal) || name is "gristmill.dll" or "gristmill-silo.dll"))
        .Where(file => !file.EndsWith(".Tests.dll", StringComparison.Ordinal))
        .Select(AssemblyDefinition.ReadAssembly)
        .ToDictionary(assembly => assembly.Name.Name);

    /// <summary>The types that people have written.</summary>
    public static IEnumerable<TypeDefinition> TypesOf(AssemblyDefinition assembly) =>
        assembly.MainModule.Types.Where(type => type.Namespace.StartsWith("Gristmill", StringComparison.Ordinal));

    /// <summary>
    /// The types of the same assembly that a type uses, its nested types and the bodies of its methods included.
    /// </summary>
    public static IEnumerable<TypeDefinition> UsesOf(TypeDefinition type) =>
        Parts(type).SelectMany(References).SelectMany(Flatten)
        .Select(used => used.Scope is ModuleDefinition ? used.Resolve() : null).OfType<TypeDefinition>().Select(Outermost)
            .Distinct();

    private static IEnumerable<TypeDefinition> Parts(TypeDefinition type) => type.NestedTypes.SelectMany(Parts).Prepend(type);

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Methods.SelectMany(References),
    ];

    private static IEnumerable<TypeReference?> References(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method.GenericParameters.SelectMany(parameter => parameter.Constraints)
            .Select(constraint => constraint.ConstraintType),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(References) : [],
    ];

    private static IEnumerable<TypeReference?> References(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        MemberReference member => [member.DeclaringType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Flatten(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Flatten)],
        TypeSpecification specification => Flatten(specification.ElementType),
        _ => [type],
    };

    private static TypeDefinition Outermost(TypeDefinition type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
