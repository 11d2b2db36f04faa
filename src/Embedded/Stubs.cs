namespace Gristmill.Embedded;

internal sealed class Node
{
    public IGrainFactory Factory => throw new NotImplementedException();

    public string Name => throw new NotImplementedException();
}

internal sealed class Activation : IGrainContext
{
    public static Activation? Constructing => throw new NotImplementedException();

    public Node Node => throw new NotImplementedException();

    public GrainId GrainId => throw new NotImplementedException();

    public IServiceProvider ActivationServices => throw new NotImplementedException();

    public void Deactivate(DeactivationReason reason) => throw new NotImplementedException();

    public void DelayDeactivation(TimeSpan span) => throw new NotImplementedException();

    public IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options) => throw new NotImplementedException();
}

internal abstract class GrainReference
{
    public GrainId GrainId => throw new NotImplementedException();

    public Node Node => throw new NotImplementedException();
}
