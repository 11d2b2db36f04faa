using System.CommandLine;
using Gristmill.Dashboard.Security;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Makes a key worthless.</summary>
internal sealed class KeyRevokeCommand : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "The key's name." };

    public KeyRevokeCommand()
        : base("revoke", "Revokes a key: whoever has it, or has logged in with it, is refused from now on.") => Add(_name);

    public override Task<int> RunAsync(Session session)
    {
        var key = new ApiKeys(session.Data).Revoke(session.Typed.GetRequiredValue(_name));
        if (session.Json)
            session.Out.Raw(JsonViews.Line(new KeyView(key.Name, key.Role, key.Id, key.Created)));
        else
            session.Out.Line($"{key.Name}  revoked");
        return Task.FromResult(ExitCodes.Success);
    }
}
