using Gristmill;
using Gristmill.Client;
using Gristmill.Client.Clusters;

using var shell = Shell.OfProcess();
Tracing.Outer = shell.Variables.GetValueOrDefault("TRACEPARENT");
return await App.RunAsync(args, shell, new RealClusters());
