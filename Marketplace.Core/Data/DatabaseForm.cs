using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Data;

/// <summary>
/// Whether a database has the form of this version. Its list of applied migrations tells most; a SQLite file also carries a number
/// made from the tables themselves, which tells when a migration was written anew under the same name; 0 where nobody noted it.
/// </summary>
/// <param name="IsComplete">Every migration of this version was applied.</param>
/// <param name="Strangeness">What is strange about it, in words; null where it is empty, older or of this version.</param>
internal sealed record DatabaseForm(bool IsComplete, string? Strangeness)
{
    private static readonly DatabaseForm Empty = new(false, null);

    // Takes the better part of a second on a small machine, and is the same as long as the process lives; 0 until it is known.
    private static int number;

    /// <summary>Looks at a database.</summary>
    public static async Task<DatabaseForm> ReadAsync(MarketplaceDbContext db, CancellationToken cancellationToken)
    {
        if (!await db.Database.CanConnectAsync(cancellationToken))
        {
            return Empty;
        }

        var (known, applied) = (db.Database.GetMigrations().ToList(), (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList());
        if (applied.Except(known).FirstOrDefault() is { } step)
        {
            return new DatabaseForm(false, $"this version does not know its step {step}");
        }

        var isComplete = applied.Count == known.Count;
        var isOther = isComplete && db.Database.IsSqlite() && await NotedAsync(db, cancellationToken) is not 0 and var noted && noted != Number(db);
        return new DatabaseForm(isComplete, isOther ? "its tables are not those of this version" : null);
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

    private static async Task<int> NotedAsync(MarketplaceDbContext db, CancellationToken cancellationToken) =>
        (await db.Database.SqlQueryRaw<int>("PRAGMA user_version").ToListAsync(cancellationToken)).Single();

    private static int Number(MarketplaceDbContext db) => number != 0
        ? number
        : number = BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(db.Database.GenerateCreateScript())));
}
