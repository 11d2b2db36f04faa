using Gristmill.Hosting;
using Gristmill.Silo;

CultureData.Prepare();
// Not returned: .NET would wait for every foreground thread that a plugin has left behind.
Environment.Exit(await SiloCommand.InvokeAsync(args));
