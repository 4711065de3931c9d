using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Data;

/// <summary>
/// Whether a database has the form of this version. Its list of applied migrations tells most; a SQLite file also carries a number
/// made from the tables themselves, which tells when a migration was written anew under the same name; 0 where nobody noted it.
/// </summary>
internal static class DatabaseForm
{
    /// <summary>What is strange about a database, in words; null where it is empty, older or of this version.</summary>
    public static async Task<string?> StrangenessAsync(MarketplaceDbContext db, CancellationToken cancellationToken)
    {
        if (!await db.Database.CanConnectAsync(cancellationToken))
        {
            return null;
        }

        var (known, applied) = (db.Database.GetMigrations().ToList(), (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList());
        if (applied.Except(known).FirstOrDefault() is { } step)
        {
            return $"this version does not know its step {step}";
        }

        var isComplete = applied.Count == known.Count;
        return isComplete && db.Database.IsSqlite() && await NumberAsync(db, cancellationToken) is not 0 and var number && number != Number(db)
            ? "its tables are not those of this version"
            : null;
    }

    /// <summary>Notes in a SQLite file that it has the form of this version.</summary>
    public static async Task MarkAsync(MarketplaceDbContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsSqlite())
        {
            // A pragma takes no parameters; the value is a number.
            await db.Database.ExecuteSqlRawAsync(FormattableString.Invariant($"PRAGMA user_version = {Number(db)}"), cancellationToken);
        }
    }

    private static async Task<int> NumberAsync(MarketplaceDbContext db, CancellationToken cancellationToken) =>
        (await db.Database.SqlQueryRaw<int>("PRAGMA user_version").ToListAsync(cancellationToken)).Single();

    private static int Number(MarketplaceDbContext db) =>
        BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(db.Database.GenerateCreateScript())));
}
