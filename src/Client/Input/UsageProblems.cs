using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gristmill.Core;

namespace Gristmill.Client.Input;

/// <summary>
/// What is wrong with a command line, in words for people. An unknown option or command is told alone, since the parser's other
/// errors follow from it: it takes the option for an argument.
/// </summary>
internal static class UsageProblems
{
    private const int ShortOption = 2;

    public static string[] Of(ParseResult typed)
    {
        if (UnknownOptions(typed) is { Length: > 0 } options)
            return options;
        if (typed is { CommandResult.Command: { Subcommands.Count: > 0 } parent, UnmatchedTokens: [var command, ..] })
            return [Unknown("command", command, parent.Subcommands.Select(known => known.Name), Help(parent))];
        return [.. typed.Errors.Select(error => Describe(error, typed)).Distinct()];
    }

    private static string[] UnknownOptions(ParseResult typed)
    {
        var command = typed.CommandResult.Command;
        var known = typed.CommandResult.Parents().SelectMany(parent => parent.Command.Options.Where(option => option.Recursive))
            .Concat(command.Options).SelectMany(option => option.Aliases.Prepend(option.Name))
            .ToArray();
        return [.. Words(typed).Where(LooksLikeOption).Select(word => Unknown("option", word, known, Help(command)))];
    }

    // The words that no option took, up to "--": what follows that is an argument whatever it looks like.
    private static IEnumerable<string> Words(ParseResult typed)
    {
        var after = typed.Tokens.SkipWhile(token => token.Type is not TokenType.DoubleDash)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return typed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Where(token => !after.Contains(token)).Select(token => token.Value)
            .Concat(after.Count == 0 ? typed.UnmatchedTokens : []);
    }

    private static bool LooksLikeOption(string word) =>
        word.Length > 1 && word[0] == '-' && !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Describe(ParseError error, ParseResult typed) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0 } missing =>
            $"{missing.Argument.Name} is missing; {Help(typed.CommandResult.Command)} tells more",
        CommandResult { Command: RootCommand } => "which command? `gristmill --help` lists them",
        OptionResult { Tokens.Count: 0 } missing => $"{missing.Option.Name} needs a value",
        _ => error.Message.ReplaceLineEndings(" "),
    };

    private static string Unknown(string kind, string word, IEnumerable<string> known, string help)
    {
        var name = word.Split('=')[0];
        return name.Length > ShortOption && TaskNames.Suggest(name, known) is { } meant
            ? $"unknown {kind} '{name}'; did you mean '{meant}'?"
            : $"unknown {kind} '{name}'; {help} lists them";
    }

    private static string Help(Command command) => $"`{Typed(command)} --help`";

    private static string Typed(Command command) =>
        command is RootCommand ? "gristmill"
            : $"{string.Join(' ', command.Parents.OfType<Command>().Select(Typed))} {command.Name}";

    private static IEnumerable<CommandResult> Parents(this CommandResult command)
    {
        for (var parent = command.Parent as CommandResult; parent is not null; parent = parent.Parent as CommandResult)
            yield return parent;
    }
}
