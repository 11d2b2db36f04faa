using System.Text.Json;
using Gristmill.Core;

namespace Gristmill.Json;

/// <summary>Reads a JSON object into a record, field by field, and tells everything that does not fit.</summary>
public sealed class JsonFields<T> : Dictionary<string, Func<T, JsonElement, T>>
{
    /// <param name="json">An object.</param>
    /// <param name="start">What the record is without the fields.</param>
    /// <param name="problems">Told what is wrong, a sentence each.</param>
    public T Read(JsonElement json, T start, List<string> problems)
    {
        var read = new HashSet<Func<T, JsonElement, T>>();
        foreach (var field in json.EnumerateObject())
        {
            if (!TryGetValue(field.Name, out var set))
                problems.Add(TaskNames.Suggest(field.Name, Keys) is { } meant
                    ? $"unknown field '{field.Name}'; did you mean '{meant}'?"
                    : $"unknown field '{field.Name}'; those are {string.Join(", ", Keys)}");
            else if (!read.Add(set))
                problems.Add($"{field.Name} is given twice");
            else
                try
                {
                    start = set(start, field.Value);
                }
                catch (UsageException e)
                {
                    problems.AddRange(e.Problems.Select(problem => $"{field.Name}{problem}"));
                }
        }
        return start;
    }
}
