using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Core;
using Gristmill.Dashboard;
using Gristmill.Dashboard.Security;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Makes a key.</summary>
internal sealed class KeyCreateCommand : Verb
{
    private readonly Argument<string> _name =
        new("NAME") { Description = "Whose key it is; shown where somebody wonders who did something." };

    private readonly Option<string> _role = new("--role")
    {
        HelpName = $"{Roles.Viewer}|{Roles.Operator}",
        Description = "viewer sees everything and changes nothing; operator does both.",
        Required = true,
        CustomParser = typed => Values.OneOf(typed, Roles.Viewer, Roles.Operator),
    };

    public KeyCreateCommand() : base("create", "Creates a key and prints it, once: only a hash of it is kept.")
    {
        Add(_name);
        Add(_role);
        Examples = ["keys create dashboard-tv --role viewer"];
    }

    public override Task<int> RunAsync(Session session)
    {
        var name = session.Typed.GetRequiredValue(_name);
        if (name.Length is 0 or > 64 || name.Any(char.IsControl))
            throw new UsageException($"NAME is '{name}'; it must have 1 to 64 characters, and no line breaks");
        var role = session.Typed.GetRequiredValue(_role);
        var text = new ApiKeys(session.Data).Create(name, role, session.Clock.GetUtcNow());
        if (session.Json)
            session.Out.Raw(JsonViews.Line(new KeyMade(name, role, text)));
        else
            session.Out.Raw(text);
        session.Say("this is the only time that the key is shown");
        return Task.FromResult(ExitCodes.Success);
    }
}
