using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using System.Text.Json;

namespace Gristmill.Embedded;

/// <summary>
/// Exceptions on the wire: type name, message, stack, inner exception, and the [Id] members of declared types. The reader makes
/// only exceptions that are declared or the framework's, and a stand-in for all others.
/// </summary>
internal sealed class ErrorSerializer(JsonSerializerOptions options)
{
    private const int MaxDepth = 8;

    public void Write(FrameWriter frame, Exception error)
    {
        var json = frame.Json;
        Write(json, error, 0);
        json.Flush();
    }

    private void Write(Utf8JsonWriter json, Exception error, int depth)
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

        if (IsDeclared(type))
        {
            json.WritePropertyName("members");
            JsonSerializer.Serialize(json, error, options.GetTypeInfo(type));
        }

        json.WriteEndObject();
    }

    public Exception Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return Read(JsonSerializer.Deserialize<JsonElement>(body));
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
        var error = TypeOf(name) is not { } type ? null
            : IsDeclared(type) ? (Exception?)json.GetProperty("members").Deserialize(options.GetTypeInfo(type))
            : (Exception?)type.GetConstructor([])?.Invoke([]);
        error ??= new UnavailableExceptionFallbackException(name, message, inner);
        MessageOf(error) = message;
        InnerOf(error) = inner;
        if (json.GetProperty("stack").GetString() is { } stack)
            ExceptionDispatchInfo.SetRemoteStackTrace(error, stack);
        return error;
    }

    private static bool IsDeclared(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false);

    /// <summary>The exception type of that name; null if there is none, or it is not one that may cross a call.</summary>
    private static Type? TypeOf(string name) => AssemblyLoadContext.Default.Assemblies.Select(assembly => assembly.GetType(name))
        .FirstOrDefault(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(Exception))
            && (IsDeclared(type) || name.StartsWith("System.", StringComparison.Ordinal)));

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    private static extern ref string? MessageOf(Exception error);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? InnerOf(Exception error);
}
