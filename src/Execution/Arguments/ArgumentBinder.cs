using System.Buffers;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gristmill.Execution.Json;
using Gristmill.Plugins;

namespace Gristmill.Execution.Arguments;

/// <summary>
/// Makes the values of a method's parameters from a job's arguments. Says only whether it can; <see cref="ArgumentCheck"/> says
/// why not.
/// </summary>
public sealed class ArgumentBinder
{
    private sealed record Slot(int Index, JsonTypeInfo Type, bool Nullable, bool Required, object? Default, CompiledSchema? Rest);

    private readonly Slot[] _slots;
    private readonly Dictionary<string, int> _byName;
    private readonly int[] _contexts;
    private readonly int[] _tokens;
    private readonly int _count;

    /// <param name="json">How values are read.</param>
    /// <param name="parameters">The method's parameters.</param>
    /// <param name="isNullable">Whether a parameter takes null.</param>
    /// <param name="schemaOf">The schema of a parameter.</param>
    public ArgumentBinder(JsonSerializerOptions json, ParameterInfo[] parameters, Func<ParameterInfo, bool> isNullable,
        Func<ParameterInfo, string> schemaOf)
    {
        _count = parameters.Length;
        _contexts = [.. PositionsOf(typeof(TaskContext))];
        _tokens = [.. PositionsOf(typeof(CancellationToken))];
        var arguments = parameters.Where(IsArgument).ToArray();
        _slots = [.. arguments.Select(parameter => new Slot(
            parameter.Position, json.GetTypeInfo(parameter.ParameterType), isNullable(parameter),
            !parameter.HasDefaultValue && !IsRest(parameter), parameter.HasDefaultValue ? DefaultOf(parameter) : null,
            IsRest(parameter) ? JsonShapeReader.Read(schemaOf(parameter)) : null))];
        _byName = arguments.Index().ToDictionary(slot => slot.Item.Name!, slot => slot.Index, StringComparer.OrdinalIgnoreCase);

        IEnumerable<int> PositionsOf(Type type) =>
            parameters.Where(parameter => parameter.ParameterType == type).Select(parameter => parameter.Position);
    }

    /// <summary>Whether a parameter gets its value from the job's arguments, not from the platform.</summary>
    public static bool IsArgument(ParameterInfo parameter) =>
        parameter.ParameterType != typeof(TaskContext) && parameter.ParameterType != typeof(CancellationToken);

    /// <summary>Whether arguments by position from a parameter on are its elements: <c>params</c>. Bytes are one text.</summary>
    public static bool IsRest(ParameterInfo parameter) => Scalars.Find(parameter.ParameterType) is null
        && (parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)));

    /// <summary>The default of an optional parameter, as a value of its type.</summary>
    public static object? DefaultOf(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return parameter.DefaultValue switch
        {
            null or DBNull or Missing => parameter.ParameterType.IsValueType && type == parameter.ParameterType
                ? RuntimeHelpers.GetUninitializedObject(type) : null, // `= default` of a struct
            var value when type.IsEnum => Enum.ToObject(type, value),
            var value => value,
        };
    }

    /// <param name="json">A JSON array (by position) or object (by name).</param>
    /// <param name="context">The value of parameters that the platform supplies.</param>
    /// <param name="failure">What threw while an argument was read, if anything did.</param>
    /// <returns>The values in the order of the method's parameters, or null if the arguments do not fit.</returns>
    public object?[]? Bind(string json, TaskContext context, out Exception? failure)
    {
        failure = null;
        var values = _count == 0 ? [] : new object?[_count];
        foreach (var i in _contexts)
            values[i] = context;
        foreach (var i in _tokens)
            values[i] = context.CancellationToken;
        if (json == "[]" && _slots.Length == 0)
            return values;

        byte[]? rented = null;
        var most = Encoding.UTF8.GetMaxByteCount(json.Length);
        Span<byte> utf8 = most <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return Read(utf8[..Encoding.UTF8.GetBytes(json, utf8)], values) ? values : null;
        }
        catch (Exception e) // JSON that does not fit, or a type of the plugin that refuses its values
        {
            failure = e;
            return null;
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private bool Read(ReadOnlySpan<byte> utf8, object?[] values)
    {
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        Span<bool> given = _slots.Length <= 64 ? stackalloc bool[_slots.Length] : new bool[_slots.Length];
        var fits = reader.TokenType switch
        {
            JsonTokenType.StartArray => ReadArray(ref reader, utf8, values, given),
            JsonTokenType.StartObject => ReadObject(ref reader, values, given),
            _ => false,
        };
        if (!fits || reader.Read())
            return false;

        for (var i = 0; i < _slots.Length; i++)
        {
            if (given[i])
                continue;
            if (_slots[i].Required)
                return false;
            values[_slots[i].Index] = _slots[i].Rest is null ? _slots[i].Default
                : JsonSerializer.Deserialize("[]", _slots[i].Type);
        }
        return true;
    }

    private bool ReadArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, object?[] values, scoped Span<bool> given)
    {
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == _slots.Length - 1 && _slots[i].Rest is { } rest && !IsWhole(reader, rest))
                return ReadRest(ref reader, utf8, i, values, given);
            if (i >= _slots.Length || !ReadValue(ref reader, i, values, given))
                return false;
        }
        return true;
    }

    // The reader is a copy: what is read here is read again.
    private static bool IsWhole(Utf8JsonReader reader, CompiledSchema rest)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray && ArgumentCheck.IsWholeRest(rest, value.RootElement);
    }

    private bool ReadRest(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, int i, object?[] values, scoped Span<bool> given)
    {
        var start = (int)reader.TokenStartIndex;
        do
            reader.Skip();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray);
        var whole = new Utf8JsonReader((byte[])[(byte)'[', .. utf8[start..(int)reader.BytesConsumed]]);
        whole.Read();
        return ReadValue(ref whole, i, values, given);
    }

    private bool ReadObject(ref Utf8JsonReader reader, object?[] values, scoped Span<bool> given)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (!_byName.TryGetValue(reader.GetString()!, out var i) || given[i])
                return false;
            reader.Read();
            if (!ReadValue(ref reader, i, values, given))
                return false;
        }
        return true;
    }

    private bool ReadValue(ref Utf8JsonReader reader, int i, object?[] values, scoped Span<bool> given)
    {
        var slot = _slots[i];
        var value = JsonSerializer.Deserialize(ref reader, slot.Type);
        values[slot.Index] = value;
        given[i] = true;
        return value is not null || slot.Nullable;
    }
}
