namespace Gristmill;

/// <summary>A task, and who offers it.</summary>
/// <param name="Task">What it is.</param>
/// <param name="Silos">The names of the silos that offer it.</param>
[GenerateSerializer, Immutable]
public sealed record OfferedTask([property: Id(0)] TaskDescriptor Task, [property: Id(1)] string[] Silos);
