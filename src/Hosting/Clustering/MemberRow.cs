namespace Gristmill.Hosting.Clustering;

/// <summary>A silo as the table has it.</summary>
/// <param name="Entry">The silo.</param>
/// <param name="Etag">The version of the table that last wrote it.</param>
public sealed record MemberRow(MembershipEntry Entry, long Etag);
