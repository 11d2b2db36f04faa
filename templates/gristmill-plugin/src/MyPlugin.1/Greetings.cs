using Gristmill.Plugins;
using Microsoft.Extensions.Logging;

namespace MyPlugin._1;

/// <summary>A class with tasks: an object is made for each run, and its constructor is given services.</summary>
public sealed class Greetings(ILogger<Greetings> log)
{
    /// <summary>Greets somebody.</summary>
    /// <param name="name">Whom.</param>
    [JobTask(Title = "Greets")]
    public string Greet(string name)
    {
        log.LogInformation("greeting {Name}", name);
        return $"Hello, {name}!";
    }
}
