using System.Runtime.CompilerServices;
using System.Text.Json;
using Gristmill.Core;

namespace Gristmill.Execution.Arguments;

/// <summary>
/// Checks a job's arguments against the description of its task alone, so that any silo can refuse a job, whether it has the
/// plugin or not.
/// </summary>
public sealed class ArgumentCheck
{
    private static readonly ConditionalWeakTable<TaskDescriptor, ArgumentCheck> Known = [];

    private sealed record Slot(ParameterDescriptor Parameter, CompiledSchema Shape);

    private readonly Slot[] _slots;

    private ArgumentCheck(TaskDescriptor task) =>
        _slots = [.. task.Parameters.Select(parameter =>
            new Slot(parameter, JsonShapeReader.Read(parameter.JsonSchema, takesTransforms: true)))];

    /// <returns>Everything that is wrong with the arguments, one sentence each; empty if nothing is.</returns>
    public static IReadOnlyList<string> Validate(TaskDescriptor task, string argumentsJson) =>
        Known.GetValue(task, task => new ArgumentCheck(task)).Validate(argumentsJson);

    private IReadOnlyList<string> Validate(string json)
    {
        if (json == "[]" && _slots.Length == 0)
            return [];
        try
        {
            using var arguments = GivenTwice.Parse(json, out var isStrict);
            var problems = new Problems();
            switch (arguments.RootElement.ValueKind)
            {
                case JsonValueKind.Array:
                    CheckArray(arguments.RootElement, problems);
                    break;
                case JsonValueKind.Object:
                    CheckObject(arguments.RootElement, problems);
                    break;
                default:
                    problems.Add("expected a JSON array of arguments, or an object of named ones; received "
                        + Received.Describe(arguments.RootElement));
                    break;
            }
            if (!isStrict && problems.All.Count == 0)
                problems.Add(GivenTwice.Find(arguments.RootElement)!);
            return problems.All;
        }
        catch (JsonException e)
        {
            var where = e.LineNumber is 0 or null ? $"at character {e.BytePositionInLine + 1}" : $"in line {e.LineNumber + 1}";
            return [$"the arguments are not JSON ({where}): received {Received.Quote(json)}, expected an array or an object"];
        }
    }

    private void CheckArray(JsonElement arguments, Problems problems)
    {
        var (i, rest) = (0, _slots is [.., { Parameter.IsRest: true }] ? _slots.Length - 1 : -1);
        var count = arguments.GetArrayLength();
        foreach (var argument in arguments.EnumerateArray())
        {
            if (rest >= 0 && i >= rest && !(count == _slots.Length && IsWholeRest(_slots[rest].Shape, argument)))
                Check(_slots[rest].Shape.Items
                    ?? CompiledSchema.Anything, argument, new($"{_slots[rest].Parameter.Name}[{i - rest}]", $" ({Ordinal(i + 1)})", null), problems);
            else if (i < _slots.Length)
                Check(_slots[i], argument, $" ({Ordinal(i + 1)})", problems);
            else
                problems.Add($"surplus argument {i + 1}: {Received.Show(argument)}; {Takes()}");
            i++;
        }
        if (rest >= 0 && count != _slots.Length && _slots[rest].Shape is var shape
            && !shape.HasRightCount(Math.Max(0, count - rest)))
            problems.Add($"argument '{_slots[rest].Parameter.Name}': expected {SchemaText.Expect(shape, article: true, _slots[rest].Parameter.TypeName)}, received {Math.Max(0, count - rest)}");
        for (; i < _slots.Length; i++)
            CheckGiven(_slots[i], problems);
    }

    /// <summary>
    /// Whether the only argument at the place of <c>params</c> is all of it, as in C#: it fits as such, or is nothing that its
    /// elements could be.
    /// </summary>
    public static bool IsWholeRest(CompiledSchema rest, JsonElement argument) =>
        rest.Accepts(argument) || (argument.ValueKind == JsonValueKind.Array && rest.Items?.AcceptsKind(argument) == false);

    private void CheckObject(JsonElement arguments, Problems problems)
    {
        Span<bool> given = _slots.Length <= 64 ? stackalloc bool[_slots.Length] : new bool[_slots.Length];
        List<string>? unknown = null;
        foreach (var argument in arguments.EnumerateObject())
        {
            var i = Array.FindIndex(_slots, slot =>
                slot.Parameter.Name.Equals(argument.Name, StringComparison.OrdinalIgnoreCase));
            if (i < 0)
            {
                (unknown ??= []).Add(argument.Name);
                continue;
            }
            if (given[i])
                problems.Add($"argument '{_slots[i].Parameter.Name}' is given twice");
            given[i] = true;
            Check(_slots[i], argument.Value, "", problems);
        }

        var missing = new List<string>();
        for (var i = 0; i < _slots.Length; i++)
        {
            if (given[i])
                continue;
            missing.Add(_slots[i].Parameter.Name);
            CheckGiven(_slots[i], problems);
        }
        foreach (var name in unknown ?? [])
        {
            var hint = TaskNames.Suggest(name, missing) is { } meant ? $"did you mean '{meant}'?" : Takes();
            problems.Add($"unknown argument '{name}'; {hint}");
        }
    }

    private static void Check(Slot slot, JsonElement argument, string position, Problems problems) =>
        Check(slot.Shape, argument, new(slot.Parameter.Name, position, slot.Parameter.TypeName), problems);

    private static void Check(CompiledSchema shape, JsonElement argument, Place place, Problems problems)
    {
        if (!shape.Accepts(argument))
            JsonMismatch.Explain(shape, argument, place, problems);
    }

    private static void CheckGiven(Slot slot, Problems problems)
    {
        if (slot.Parameter.Required)
            problems.Add($"missing argument '{slot.Parameter.Name}' ({slot.Shape.Noun})");
    }

    private string Takes() => _slots.Length == 0
        ? "the task takes none"
        : $"the task takes {_slots.Length} ({string.Join(", ", _slots.Select(slot => slot.Parameter.Name))})";

    public static string Ordinal(int number) => (number % 10, number % 100) switch
    {
        (1, not 11) => $"{number}st",
        (2, not 12) => $"{number}nd",
        (3, not 13) => $"{number}rd",
        _ => $"{number}th",
    };
}
