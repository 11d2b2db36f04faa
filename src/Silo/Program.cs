using Gristmill.Silo;

return await SiloCommand.Create().Parse(args).InvokeAsync();
