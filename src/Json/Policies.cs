namespace Gristmill.Json;

/// <summary>How policies for unique keys are written: by a short word, or as JSON shows them.</summary>
public static class Policies
{
    public const string Words = "reject|existing|replace";

    private static readonly Dictionary<string, UniquePolicy> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["reject"] = UniquePolicy.Reject,
        ["existing"] = UniquePolicy.ReturnExisting,
        ["replace"] = UniquePolicy.ReplaceQueued,
        [nameof(UniquePolicy.ReturnExisting)] = UniquePolicy.ReturnExisting,
        [nameof(UniquePolicy.ReplaceQueued)] = UniquePolicy.ReplaceQueued,
    };

    public static bool TryParse(string text, out UniquePolicy policy) => ByName.TryGetValue(text, out policy);

    /// <summary>The short word.</summary>
    public static string Word(UniquePolicy policy) => ByName.First(known => known.Value == policy).Key;
}
