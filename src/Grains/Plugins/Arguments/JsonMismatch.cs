using System.Text.Json;

namespace Gristmill.Grains.Plugins.Arguments;

/// <summary>Says what is wrong with a value that a shape did not accept: at its deepest, and all of it.</summary>
internal static class JsonMismatch
{
    public static void Explain(JsonShape shape, JsonElement value, Place place, Problems problems)
    {
        var within = shape.AcceptsKind(value) && shape.Alternatives.Length == 0;
        if (within && value.ValueKind == JsonValueKind.Array && shape.HasRightCount(value))
            ExplainItems(shape.Items!, value, place, problems);
        else if (within && value.ValueKind == JsonValueKind.Object)
            ExplainMembers(shape, value, place, problems);
        else
            problems.Add($"{place}: expected {Expected(shape, value, place)}, received {Received.Describe(value)}");
    }

    private static string Expected(JsonShape shape, JsonElement value, Place place) => JsonWords.Expect(
        shape, article: true, place.TypeName, range: value.ValueKind == JsonValueKind.Number && !shape.InRange(value));

    private static void ExplainItems(JsonShape items, JsonElement value, Place place, Problems problems)
    {
        var i = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (!items.Accepts(item))
                Explain(items, item, place.Item(i), problems);
            i++;
        }
    }

    private static void ExplainMembers(JsonShape shape, JsonElement value, Place place, Problems problems)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (shape.MemberOf(member.Name) is not { } expected)
                problems.Add($"{place} has an unknown member '{member.Name}'; {Meant(member.Name, shape.Members.Keys)}");
            else if (!expected.Accepts(member.Value))
                Explain(expected, member.Value, place.Member(member.Name), problems);
        }
        foreach (var name in shape.RequiredMembers.Where(name => !JsonShape.Has(value, name)))
            problems.Add($"{place} lacks the member '{name}' ({shape.Members.GetValueOrDefault(name, JsonShape.Anything).Noun})");
    }

    private static string Meant(string name, IReadOnlyCollection<string> known) =>
        TaskNames.Suggest(name, known) is { } meant ? $"did you mean '{meant}'?" : $"it may have {string.Join(", ", known)}";
}
