using Gristmill.Silo;

return await SiloCommand.InvokeAsync(args);
