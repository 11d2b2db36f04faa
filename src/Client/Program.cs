using Gristmill.Client;
using Gristmill.Client.Clusters;
using Gristmill.Client.Commands;
using Gristmill.Core;
using Gristmill.Hosting;

CultureData.Prepare();
using var shell = Shell.OfProcess();
Tracing.Outer = shell.Variables.GetValueOrDefault("TRACEPARENT");
// Not returned: .NET would wait for every foreground thread that a task of `run --local` has left behind.
Environment.Exit(await App.RunAsync(args, shell, new RealClusters()));
