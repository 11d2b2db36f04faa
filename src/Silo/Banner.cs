using Gristmill.Grains;
using Gristmill.Hosting;

namespace Gristmill.Silo;

/// <summary>What a silo prints when it is up; the last line ends in <c>ready</c>.</summary>
internal static class Banner
{
    public static IEnumerable<string> Lines(SiloHost silo)
    {
        var options = silo.Options;
        yield return $"gristmill-silo {options.Name}";
        yield return "";
        yield return $"  orleans      {typeof(Grain).Assembly.GetName().Version?.ToString(3)}";
        yield return $"  cluster      {Path.GetFullPath(options.Data)}";
        yield return $"  store        {silo.Store.Description}";
        yield return $"  concurrency  {options.Concurrency}";
        yield return $"  queues       {string.Join(", ", options.Queues)}{Sharing(options)}";
        yield return $"  http         {silo.Url ?? SiloOptions.NoHttp}";
        yield return "";
        yield return "  plugins";
        foreach (var plugin in silo.Plugins.Plugins)
            yield return $"    {plugin.Name} {plugin.Version}" + (plugin.State switch
            {
                PluginState.Broken => $"  NOT LOADED: {plugin.Reason}",
                PluginState.Disabled => "  disabled",
                _ => "",
            }) + (plugin.SiloChanges is { } changes ? $"  changes the silo: {string.Join(", ", changes)}" : "");
        yield return "";
        yield return "  tasks";
        foreach (var task in silo.Tasks)
            yield return $"    {task}";
        yield return "";
        yield return $"{options.Name} ready";
    }

    private static string Sharing(SiloOptions options) => options.Queues switch
    {
        [_] => "",
        var queues when queues.Any(queue => queue.Contains('=', StringComparison.Ordinal)) =>
            "  (those with work share the slots by weight)",
        _ => "  (those with work share the slots evenly)",
    };
}
