namespace Gristmill.Embedded;

/// <summary>The base of what the runtime itself reports.</summary>
[GenerateSerializer]
public class OrleansException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The call was not accepted, or nobody can tell whether it ran.</summary>
[GenerateSerializer]
public class OrleansMessageRejectionException(string message, Exception? innerException = null)
    : OrleansException(message, innerException);

/// <summary>The grain's silo died or stopped during the call, or no silo is there. Whether the call ran is unknown.</summary>
[GenerateSerializer]
public sealed class SiloUnavailableException(string message, Exception? innerException = null)
    : OrleansMessageRejectionException(message, innerException);

/// <summary>The process of an observer is gone, or the observer was deleted or collected.</summary>
[GenerateSerializer]
public sealed class ClientNotAvailableException(string message) : OrleansException(message);

/// <summary>Stands in for an exception that is neither <see cref="GenerateSerializerAttribute"/> nor in System.</summary>
public sealed class UnavailableExceptionFallbackException(string exceptionType, string message, Exception? innerException)
    : Exception(message, innerException)
{
    /// <summary>The name of the type that was thrown.</summary>
    public string ExceptionType { get; } = exceptionType;

    /// <inheritdoc/>
    public override string ToString() => $"Unknown exception of type {ExceptionType}: {base.ToString()}";
}

/// <summary>A live silo of the same name exists in the same data folder. Give this one another name or stop the other.</summary>
public sealed class SiloNameTakenException(string siloName, string dataFolder)
    : OrleansException($"A silo named '{siloName}' is running in '{dataFolder}'. Choose another name or stop that silo.")
{
    /// <summary>The name that is taken.</summary>
    public string SiloName { get; } = siloName;
}

/// <summary>The data folder cannot be used: it cannot be made or written, or others may enter its socket folder.</summary>
public sealed class DataFolderException(string dataFolder, string problem, Exception? innerException = null)
    : OrleansException($"The data folder '{dataFolder}' cannot be used: {problem}", innerException);
