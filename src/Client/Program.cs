using Gristmill.Client;
using Gristmill.Client.Clusters;

using var shell = Shell.OfProcess();
return await App.RunAsync(args, shell, new RealClusters());
