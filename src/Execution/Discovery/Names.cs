using System.Reflection;

namespace Gristmill.Execution.Discovery;

/// <summary>What plugins and tasks may be called.</summary>
internal static class Names
{
    public const string PluginRule = "1 to 64 characters of a-z 0-9 . _ -";
    public const string TaskRule = "1 to 200 characters of a-z 0-9 . _ -";

    public static bool IsPluginName(string name) => Is(name, 64);

    public static bool IsTaskName(string name) => Is(name, 200);

    /// <summary>The full name of class and method in lower case.</summary>
    public static string OfTask(MethodInfo method) =>
        $"{method.ReflectedType!.FullName!.Replace('+', '.')}.{method.Name}".ToLowerInvariant();

    /// <summary>A method's name in words: <c>UntilCanceled</c> is "Until canceled".</summary>
    public static string InWords(string name) => string.Concat(name.Select((c, i) =>
        i > 0 && char.IsUpper(c) && char.IsLower(name[i - 1]) ? $" {char.ToLowerInvariant(c)}" : c == '_' ? " " : $"{c}"));

    private static bool Is(string name, int longest) =>
        name.Length > 0 && name.Length <= longest
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');
}
