using Gristmill;
using Xunit.Runner.InProc.SystemConsole;

// The tests; or, with this switch, a process that tests start in order to kill it.
return args is [TestProcess.Switch, var role, .. var rest]
    ? await TestProcess.PlayAsync(role, rest)
    : await ConsoleRunner.Run(args);
