using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace Gristmill.Embedded;

/// <summary>
/// Exceptions on the wire: type name, message, stack, inner exception, and the [Id] members of declared types. The reader makes
/// only types that are declared in grain assemblies or are the framework's, and a stand-in for all others.
/// </summary>
internal sealed class ErrorSerializer(JsonSerializerOptions options)
{
    private const int MaxDepth = 8;

    public void Write(Utf8JsonWriter json, Exception error, int depth = 0)
    {
        var type = error.GetType();
        json.WriteStartObject();
        json.WriteString("type", (error as UnavailableExceptionFallbackException)?.ExceptionType ?? type.FullName);
        json.WriteString("message", error.Message);
        json.WriteString("stack", error.StackTrace);
        if (error.InnerException is { } inner && depth < MaxDepth)
        {
            json.WritePropertyName("inner");
            Write(json, inner, depth + 1);
        }

        if (ErrorTypes.IsDeclared(type))
        {
            json.WriteStartObject("members");
            foreach (var (name, member) in WireContract.MembersOf(type))
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, WireContract.GetterOf(member)(error), options.GetTypeInfo(TypeOf(member)));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public Exception Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref json);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new OrleansException($"The call failed, and its error cannot be read: {e.Message}", e);
        }
    }

    private Exception Read(JsonElement json)
    {
        var name = json.GetProperty("type").GetString() ?? "";
        var message = json.GetProperty("message").GetString() ?? "";
        var inner = json.TryGetProperty("inner", out var innerJson) ? Read(innerJson) : null;
        var error = ErrorTypes.Declared(name) is { } declared ? ReadDeclared(declared, json, message, inner)
            : ErrorTypes.Framework(name) is { } framework ? MakeFramework(framework, message, inner)
            : null;
        error ??= new UnavailableExceptionFallbackException(message, inner) { ExceptionType = name };
        if (json.GetProperty("stack").GetString() is { } stack)
            ExceptionDispatchInfo.SetRemoteStackTrace(error, stack);
        return error;
    }

    private Exception ReadDeclared(Type type, JsonElement json, string message, Exception? inner)
    {
        var error = (Exception)WireContract.Create(type);
        MessageOf(error) = message;
        InnerOf(error) = inner;
        if (!json.TryGetProperty("members", out var members))
            return error;
        foreach (var (name, member) in WireContract.MembersOf(type))
        {
            if (members.TryGetProperty(name, out var value) && WireContract.SetterOf(member) is { } set)
                set(error, value.Deserialize(options.GetTypeInfo(TypeOf(member))));
        }

        return error;
    }

    private static Exception? MakeFramework(Type type, string message, Exception? inner)
    {
        var error = type.GetConstructor([typeof(string), typeof(Exception)]) is { } full ? full.Invoke([message, inner])
            : type.GetConstructor([typeof(string)]) is { } plain ? plain.Invoke([message])
            : type.GetConstructor([])?.Invoke([]);
        if (error is Exception made)
            MessageOf(made) = message;
        return error as Exception;
    }

    private static Type TypeOf(MemberInfo member) => (member as PropertyInfo)?.PropertyType ?? ((FieldInfo)member).FieldType;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    private static extern ref string? MessageOf(Exception error);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? InnerOf(Exception error);
}

/// <summary>The exception types that may cross a call.</summary>
internal static class ErrorTypes
{
    private static readonly ConcurrentDictionary<Assembly, bool> Assemblies = new();
    private static readonly ConcurrentDictionary<string, Type> ByName = new();

    static ErrorTypes() => Add(typeof(OrleansException).Assembly);

    public static void Add(Assembly assembly)
    {
        if (!Assemblies.TryAdd(assembly, true))
            return;
        foreach (var type in assembly.GetTypes().Where(IsDeclared))
            ByName[type.FullName!] = type;
    }

    public static bool IsDeclared(Type type) =>
        type.IsAssignableTo(typeof(Exception)) && !type.IsAbstract && type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false);

    public static Type? Declared(string name) => ByName.GetValueOrDefault(name);

    public static Type? Framework(string name)
    {
        if (!name.StartsWith("System.", StringComparison.Ordinal))
            return null;
        var type = typeof(object).Assembly.GetType(name) ?? typeof(Uri).Assembly.GetType(name) ?? typeof(JsonException).Assembly.GetType(name)
            ?? typeof(System.Net.Sockets.SocketException).Assembly.GetType(name) ?? typeof(InvalidDataException).Assembly.GetType(name);
        return type is { IsAbstract: false } && type.IsAssignableTo(typeof(Exception)) ? type : null;
    }
}
