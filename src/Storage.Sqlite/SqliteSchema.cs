namespace Gristmill.Storage.Sqlite;

/// <summary>
/// The tables, as numbered migrations: what was released is never edited, a change is a new entry. The number of the last one
/// that ran is the file's <c>user_version</c>.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>Marks the file as ours ("Gris").</summary>
    public const int ApplicationId = 0x47726973;

    public static int Version => Migrations.Length;

    /// <summary>Brings the file up to <see cref="Version"/>, in one transaction. The caller holds the turn to write.</summary>
    /// <exception cref="StoreUnavailableException">The file is not ours, or newer than this program.</exception>
    public static void Migrate(SqliteDatabase database, string file)
    {
        var version = database.Number("PRAGMA user_version");
        var owner = database.Number("PRAGMA application_id");
        if (owner != ApplicationId && (owner != 0 || version != 0 || database.Number("SELECT count(*) FROM sqlite_schema") != 0))
        {
            throw new StoreUnavailableException(
                $"{file} is an SQLite database of another program; move it away or choose another data folder.");
        }
        if (version > Version)
        {
            throw new StoreUnavailableException(
                $"{file} has schema version {version}, and this program knows versions up to {Version}; " +
                "start the newer program that wrote it, or choose another data folder.");
        }
        if (version == Version)
            return;

        database.Execute($"BEGIN IMMEDIATE; PRAGMA application_id = {ApplicationId}");
        for (var next = (int)version; next < Version; next++)
            database.Execute(Migrations[next]);
        database.Execute($"PRAGMA user_version = {Version}; COMMIT");
    }

    private static readonly string[] Migrations =
    [
        // 1: jobs, their logs, slots and start rates of limits, worker pools, queues.
        // seq is the commit order, since inserts are numbered inside write transactions, of which there is one at a time. SQLite
        // numbers from the greatest seq there is: whoever deletes rows leaves the newest one. expires_at: set only while the job
        // is queued. unique_key: set only while the job holds it. asleep = 1: queued, and the wake time had not come when a
        // writer last looked; such rows are in no ready line. asleep = 2: queued, and held back by the limit that waits names.
        // result_expired: when the result was dropped before its job. jobs_young: the children that have not ended. queues: only
        // those that are not open. workers.cordoned: what is asked of the pool, whose view says what it does. All indexes but the
        // one of ids are partial, so that finished jobs leave them; only jobs_ended has them all, and failed and canceled ones
        // have two of their own. jobs_open and jobs_failed are for listings, which else would read through all the jobs that went
        // well.
        """
        CREATE TABLE jobs (
            seq           INTEGER PRIMARY KEY,
            id            BLOB    NOT NULL UNIQUE,
            task          TEXT    NOT NULL,
            title         TEXT    NOT NULL,
            queue         TEXT    NOT NULL,
            priority      INTEGER NOT NULL,
            status        INTEGER NOT NULL,
            run           INTEGER NOT NULL,
            attempt       INTEGER NOT NULL,
            earlier       TEXT,
            failures      INTEGER NOT NULL,
            lost_runs     INTEGER NOT NULL,
            version       INTEGER NOT NULL,
            watched       INTEGER NOT NULL,
            owner         TEXT,
            silo          TEXT,
            wake_at       INTEGER NOT NULL,
            asleep        INTEGER NOT NULL,
            expires_at    INTEGER,
            created       INTEGER NOT NULL,
            started       INTEGER,
            finished      INTEGER,
            cancel_reason TEXT,
            progress      TEXT,
            parent        BLOB,
            root          BLOB    NOT NULL,
            labels        TEXT,
            options       TEXT,
            error         TEXT,
            result        TEXT,
            args          TEXT    NOT NULL,
            history       TEXT    NOT NULL,
            unique_key    TEXT,
            waits         TEXT,
            result_expired INTEGER
        ) STRICT;
        CREATE INDEX jobs_ready  ON jobs (queue, task, priority DESC, seq) WHERE status = 1 AND asleep = 0;
        CREATE INDEX jobs_asleep ON jobs (wake_at, queue)                  WHERE asleep = 1;
        CREATE INDEX jobs_held   ON jobs (owner)                           WHERE owner IS NOT NULL;
        CREATE INDEX jobs_open   ON jobs (seq)                             WHERE finished IS NULL;
        CREATE INDEX jobs_expiring ON jobs (expires_at)                    WHERE expires_at IS NOT NULL;
        CREATE INDEX jobs_family ON jobs (parent, seq)                     WHERE parent IS NOT NULL;
        CREATE INDEX jobs_young  ON jobs (parent)                          WHERE parent IS NOT NULL AND finished IS NULL;
        CREATE INDEX jobs_failed ON jobs (seq)                             WHERE status IN (4, 5);
        CREATE INDEX jobs_limited ON jobs (waits, priority DESC, seq)      WHERE waits IS NOT NULL;
        CREATE UNIQUE INDEX jobs_unique ON jobs (unique_key)               WHERE unique_key IS NOT NULL;

        CREATE TABLE log (
            job   INTEGER NOT NULL,
            line  INTEGER NOT NULL,
            run   INTEGER NOT NULL,
            time  INTEGER NOT NULL,
            level TEXT    NOT NULL,
            text  TEXT    NOT NULL,
            PRIMARY KEY (job, line)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE slots (
            key TEXT    NOT NULL,
            job INTEGER NOT NULL,
            PRIMARY KEY (key, job)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rates (
            key     TEXT    NOT NULL PRIMARY KEY,
            full_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX rates_full ON rates (full_at);

        CREATE TABLE workers (
            owner    TEXT    NOT NULL PRIMARY KEY,
            view     TEXT    NOT NULL,
            cordoned INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE queues (
            name   TEXT    NOT NULL PRIMARY KEY,
            mode   INTEGER NOT NULL,
            reason TEXT,
            by     TEXT,
            since  INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,

        // 2: what is kept with jobs. By the job's id, since inputs come before their job. content: the name of a file in
        // artifacts/.
        """
        CREATE TABLE artifacts (
            job     BLOB    NOT NULL,
            name    TEXT    NOT NULL,
            content BLOB    NOT NULL,
            bytes   INTEGER NOT NULL,
            run     INTEGER NOT NULL,
            created INTEGER NOT NULL,
            PRIMARY KEY (job, name)
        ) STRICT, WITHOUT ROWID;
        """,

        // 3: what the cluster did, by the minute (step 0) and by the hour (step 1).
        """
        CREATE TABLE history (
            step INTEGER NOT NULL,
            at   INTEGER NOT NULL,
            body TEXT    NOT NULL,
            PRIMARY KEY (step, at)
        ) STRICT, WITHOUT ROWID;
        """,

        // 4: jobs by their end, at which alone the indexes grow; and those that failed, which are few among many that did not.
        """
        CREATE INDEX jobs_ended        ON jobs (finished)              WHERE finished IS NOT NULL;
        CREATE INDEX jobs_failed_ended ON jobs (finished, seq, status) WHERE status IN (4, 5);
        """,

        // 5: what each worker pool has counted of its tasks; under the owner '', what those have that are gone. busy:
        // microseconds.
        """
        CREATE TABLE task_stats (
            owner     TEXT    NOT NULL,
            task      TEXT    NOT NULL,
            succeeded INTEGER NOT NULL,
            failed    INTEGER NOT NULL,
            canceled  INTEGER NOT NULL,
            busy      INTEGER NOT NULL,
            PRIMARY KEY (owner, task)
        ) STRICT, WITHOUT ROWID;
        """,
    ];
}
