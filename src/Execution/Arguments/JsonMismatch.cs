using System.Text.Json;
using Gristmill.Core;

namespace Gristmill.Execution.Arguments;

/// <summary>Says what is wrong with a value that a shape did not accept: at its deepest, and all of it.</summary>
internal static class JsonMismatch
{
    public static void Explain(CompiledSchema shape, JsonElement value, Place place, Problems problems)
    {
        var within = shape.AcceptsKind(value) && shape.Alternatives.Length == 0;
        if (within && value.ValueKind == JsonValueKind.Array && shape.HasRightCount(value))
            ExplainItems(shape.Items!, value, place, problems);
        else if (within && value.ValueKind == JsonValueKind.Object)
            ExplainMembers(shape, value, place, problems);
        else if (value.ValueKind == JsonValueKind.Object
            && Array.Exists(shape.Alternatives, alternative => alternative.Kind is not null))
            ExplainKind(shape.Alternatives, value, place, problems);
        else
            problems.Add($"{place}: expected {Expected(shape, value, place)}, received {Received.Describe(value)}");
    }

    private static string Expected(CompiledSchema shape, JsonElement value, Place place) => SchemaText.Expect(
        shape, article: true, place.TypeName, range: value.ValueKind == JsonValueKind.Number && !shape.InRange(value));

    private static void ExplainItems(CompiledSchema items, JsonElement value, Place place, Problems problems)
    {
        var i = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (!items.Accepts(item))
                Explain(items, item, place.Item(i), problems);
            i++;
        }
    }

    // Of an object that says of which kind it is, all that is wrong by that kind.
    private static void ExplainKind(CompiledSchema[] kinds, JsonElement value, Place place, Problems problems)
    {
        var (known, name) = (kinds.Where(kind => kind.Kind is not null), kinds.First(kind => kind.Kind is not null).Kind!.Name);
        var isGiven = value.TryGetProperty(name, out var given);
        if ((isGiven ? known.FirstOrDefault(kind => kind.Kind!.IsOf(value))
            : kinds.FirstOrDefault(kind => kind.Kind is null)) is { } meant)
            ExplainMembers(meant, value, place, problems);
        else
            problems.Add($"{(isGiven ? place.Member(name) : place)}: expected {(isGiven ? "" : $"a member '{name}', ")}"
                + $"one of {string.Join(", ", known.Select(kind => Received.Show(kind.Kind!.Value)))}, received {Received.Describe(isGiven ? given : value)}");
    }

    private static void ExplainMembers(CompiledSchema shape, JsonElement value, Place place, Problems problems)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (shape.Names?.AcceptsName(member.Name) == false)
                problems.Add($"{place}: expected members named by {SchemaText.Expect(shape.Names, article: true)}, received {Received.Quote(member.Name)}");
            else if (shape.MemberOf(member.Name) is not { } expected)
                problems.Add($"{place} has an unknown member '{member.Name}'; {Meant(member.Name, shape.Members.Keys)}");
            else if (!expected.Accepts(member.Value))
                Explain(expected, member.Value, place.Member(member.Name), problems);
        }
        if (shape.Twice(value) is { } twice)
            problems.Add($"{place} has the member '{twice}' twice");
        foreach (var name in shape.RequiredMembers.Where(name => name != shape.Kind?.Name && !CompiledSchema.Has(value, name)))
            problems.Add($"{place} lacks the member '{name}' ({shape.Members.GetValueOrDefault(name, CompiledSchema.Anything).Noun})");
    }

    private static string Meant(string name, IReadOnlyCollection<string> known) =>
        TaskNames.Suggest(name, known) is { } meant ? $"did you mean '{meant}'?" : $"it may have {string.Join(", ", known)}";
}
