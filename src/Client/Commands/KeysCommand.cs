using Gristmill.Client.Output;
using Gristmill.Dashboard.Security;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>
/// Shows the keys to a cluster's HTTP ports; its own commands make and revoke one. Needs no silo: the keys are in the data
/// folder.
/// </summary>
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
                session.Out.Raw(JsonViews.Line(new KeyView(key.Name, key.Role, key.Id, key.Created)));
            else
                sheet.Add([new(key.Name, Tone.Strong), key.Role, key.Id, new(session.Clock.Moment(key.Created), Tone.Dim)]);
        if (!session.Json)
            session.Print(sheet, ifEmpty: "no keys");
        return Task.FromResult(ExitCodes.Success);
    }
}
