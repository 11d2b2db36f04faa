using System.Reflection;
using Orleans.Concurrency;

namespace Gristmill.Contracts;

/// <summary>What Orleans' own analyzers leave open and our messages rely on.</summary>
public sealed class MessageContractTests
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types =
    [
        .. new[] { typeof(JobStatus).Assembly, typeof(JobClient).Assembly, typeof(Gristmill.Jobs.JobRow).Assembly,
            typeof(Gristmill.Grains.SiloOptions).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith("Gristmill", StringComparison.Ordinal) == true),
    ];

    public static TheoryData<Type> Messages =>
        [.. Types.Where(type => !type.IsEnum && type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))];

    public static TheoryData<Type> PublicExceptions =>
        [.. Types.Where(type =>
            type is { IsPublic: true, IsAbstract: false, Namespace: "Gristmill" } && type.IsAssignableTo(typeof(Exception)))];

    [Theory, MemberData(nameof(Messages))]
    public void A_message_is_passed_within_a_silo_without_a_copy(Type message) =>
        Assert.True(message.IsAssignableTo(typeof(Exception)) || message.IsDefined(typeof(ImmutableAttribute), inherit: false));

    [Theory, MemberData(nameof(Messages))]
    public void Everything_that_a_message_holds_has_a_number_of_its_own(Type message)
    {
        var ids = message.GetFields(Declared).Select(field => (field.Name, Id: IdOf(field, message))).ToArray();

        Assert.DoesNotContain(ids, member => member.Id is null);
        Assert.Distinct(ids.Select(member => member.Id));
    }

    [Theory, MemberData(nameof(Messages))]
    public void What_a_message_derives_from_is_sent_as_well(Type message)
    {
        if (message.BaseType is { } parent && parent.Assembly != typeof(object).Assembly)
            Assert.True(parent.IsDefined(typeof(GenerateSerializerAttribute), inherit: false));
    }

    [Theory, MemberData(nameof(PublicExceptions))]
    public void A_public_exception_of_a_grain_reaches_its_caller_as_what_it_is(Type exception) =>
        Assert.True(exception.IsDefined(typeof(GenerateSerializerAttribute), inherit: false));

    private static uint? IdOf(FieldInfo field, Type message)
    {
        var name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
        var parameters = message.GetConstructors(Declared).SelectMany(constructor => constructor.GetParameters());
        return message.GetMember(name, Declared).Append(field).Select(member => member.GetCustomAttribute<IdAttribute>())
            .Concat(parameters.Where(parameter => parameter.Name == name)
                .Select(parameter => parameter.GetCustomAttribute<IdAttribute>()))
            .FirstOrDefault(id => id is not null)?.Id;
    }
}
