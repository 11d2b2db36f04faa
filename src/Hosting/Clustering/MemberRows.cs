using System.Text.Json;
using Gristmill.Storage.Sqlite;

namespace Gristmill.Hosting.Clustering;

/// <summary>The rows, inside a transaction.</summary>
public sealed class MemberRows(SqliteDatabase database)
{
    /// <summary>The table's version; it is its own etag, since no version comes twice.</summary>
    public int Version
    {
        get => (int)database.Number("SELECT version FROM cluster");
        set => database.Statement("UPDATE cluster SET version = ?").With(value).Run();
    }

    public MemberRow[] All() => database.Statement("SELECT etag, alive, entry FROM members ORDER BY silo").ReadAll(Read);

    public MemberRow? Find(SiloAddress silo) =>
        database.Statement("SELECT etag, alive, entry FROM members WHERE silo = ?").With(silo.ToParsableString()).ReadAll(Read)
            .FirstOrDefault();

    /// <summary>Writes a row, new or not, under a new version of the table.</summary>
    public void Save(MembershipEntry entry, int version)
    {
        Version = version;
        database.Statement("INSERT OR REPLACE INTO members (silo, etag, alive, entry) VALUES (?, ?, ?, ?)")
            .With(entry.SiloAddress.ToParsableString()).With(version).With(entry.IAmAliveTime.Ticks)
                .With(JsonSerializer.Serialize(entry)).Run();
    }

    public void SaveAlive(SiloAddress silo, DateTime time) =>
        database.Statement("UPDATE members SET alive = ? WHERE silo = ?").With(time.Ticks).With(silo.ToParsableString()).Run();

    public void Delete(SiloAddress silo) =>
        database.Statement("DELETE FROM members WHERE silo = ?").With(silo.ToParsableString()).Run();

    public void MarkDead(Func<MembershipEntry, bool> isDead)
    {
        foreach (var (entry, _) in All())
        {
            if (entry.Status is SiloStatus.Dead || !isDead(entry))
                continue;
            entry.Status = SiloStatus.Dead;
            Save(entry, Version + 1);
        }
    }

    private static MemberRow Read(SqliteStatement row)
    {
        var (etag, alive) = (row.ReadInt64(), row.ReadInt64());
        var entry = JsonSerializer.Deserialize<MembershipEntry>(row.ReadText())!;
        entry.IAmAliveTime = new DateTime(alive, DateTimeKind.Utc);
        return new MemberRow(entry, etag);
    }
}
