using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Client.Output;
using Gristmill.Dashboard;
using Gristmill.Dashboard.Security;

namespace Gristmill.Client.Commands;

/// <summary>Shows the keys to a cluster's HTTP ports; its own commands make and revoke one. Needs no silo: the keys are in the data folder.</summary>
internal sealed class KeysCommand : Verb
{
    public KeysCommand() : base("keys", "Lists the keys that let other machines in over HTTP. Also creates and revokes one.")
    {
        Add(new KeyCreateCommand());
        Add(new KeyRevokeCommand());
        SetAction(_ => ExitCodes.Success); // So that it can be typed alone.
    }

    public override Task<int> RunAsync(Session session)
    {
        var sheet = new Sheet("name", "role", "id", "created");
        foreach (var key in new ApiKeys(session.Data).All)
            if (session.Json)
                session.Out.Raw(Json.Line(new KeyView(key.Name, key.Role, key.Id, key.Created)));
            else
                sheet.Add([new(key.Name, Tone.Strong), key.Role, key.Id, new(session.Clock.Moment(key.Created), Tone.Dim)]);
        if (!session.Json)
            session.Print(sheet, ifEmpty: "no keys");
        return Task.FromResult(ExitCodes.Success);
    }
}

/// <summary>Makes a key.</summary>
internal sealed class KeyCreateCommand : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "Whose key it is; shown where somebody wonders who did something." };

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
            session.Out.Raw(Json.Line(new KeyMade(name, role, text)));
        else
            session.Out.Raw(text);
        session.Say("this is the only time that the key is shown");
        return Task.FromResult(ExitCodes.Success);
    }
}

/// <summary>Makes a key worthless.</summary>
internal sealed class KeyRevokeCommand : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "The key's name." };

    public KeyRevokeCommand() : base("revoke", "Revokes a key: whoever has it, or has logged in with it, is refused from now on.") => Add(_name);

    public override Task<int> RunAsync(Session session)
    {
        var key = new ApiKeys(session.Data).Revoke(session.Typed.GetRequiredValue(_name));
        if (session.Json)
            session.Out.Raw(Json.Line(new KeyView(key.Name, key.Role, key.Id, key.Created)));
        else
            session.Out.Line($"{key.Name}  revoked");
        return Task.FromResult(ExitCodes.Success);
    }
}
