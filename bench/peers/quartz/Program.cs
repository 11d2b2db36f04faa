// The Quartz.NET counterpart. Its argument is the SQLite file.
using Gristmill.Bench.Peers.Quartz;

var peer = await QuartzPeer.OpenAsync(args[0]);
await peer.ServeAsync(Console.In, Console.Out);
