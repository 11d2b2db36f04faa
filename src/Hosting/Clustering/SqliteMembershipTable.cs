using System.Globalization;

namespace Gristmill.Hosting.Clustering;

/// <summary>
/// Orleans' membership over the cluster's file: no silo is special, and all may start, stop and die in any order.
/// </summary>
internal sealed class SqliteMembershipTable(ClusterFile file) : IMembershipTable
{
    public Task InitializeMembershipTable(bool tryInitTableVersion) => TransactAsync(_ => true);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => TransactAsync(rows =>
        rows.Find(key) is { } row ? new MembershipTableData(Described(row), VersionOf(rows)) : new MembershipTableData(VersionOf(rows)));

    public Task<MembershipTableData> ReadAll() => TransactAsync(rows =>
        new MembershipTableData([.. rows.All().Select(Described)], VersionOf(rows)));

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => TransactAsync(rows =>
        rows.Find(entry.SiloAddress) is null && TrySave(rows, entry, tableVersion));

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => TransactAsync(rows =>
        rows.Find(entry.SiloAddress) is { } row && Text(row.Etag) == etag && TrySave(rows, entry, tableVersion));

    public Task UpdateIAmAlive(MembershipEntry entry) => TransactAsync(rows =>
    {
        rows.SaveAlive(entry.SiloAddress, entry.IAmAliveTime);
        return true;
    });

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => TransactAsync(rows =>
    {
        foreach (var (entry, _) in rows.All())
            if (entry.Status is SiloStatus.Dead && entry.IAmAliveTime < beforeDate.UtcDateTime)
                rows.Delete(entry.SiloAddress);
        return true;
    });

    public Task DeleteMembershipTableEntries(string clusterId) => TransactAsync(rows =>
    {
        foreach (var (entry, _) in rows.All())
            rows.Delete(entry.SiloAddress);
        rows.Version = 0;
        return true;
    });

    private static bool TrySave(MemberRows rows, MembershipEntry entry, TableVersion next)
    {
        if (next.VersionEtag != Text(rows.Version))
            return false;
        rows.Save(entry, next.Version);
        return true;
    }

    private static Tuple<MembershipEntry, string> Described(MemberRow row) => Tuple.Create(row.Entry, Text(row.Etag));

    private static TableVersion VersionOf(MemberRows rows) => new(rows.Version, Text(rows.Version));

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    // Off the caller's thread: a transaction may wait for another process, and for the disk.
    private Task<T> TransactAsync<T>(Func<MemberRows, T> work) => Task.Run(() => file.Transact(work));
}
