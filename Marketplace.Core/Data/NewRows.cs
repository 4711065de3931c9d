using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Core.Data;

/// <summary>
/// Saves a context that has many new rows. PostgreSQL gets them in one round trip as it is; for SQLite a command is built, parsed and
/// logged for each row, which costs several times what the insertion does, so there each table gets one prepared statement.
/// </summary>
internal static class NewRows
{
    private static readonly ConcurrentDictionary<IEntityType, InsertPlan> Plans = new();

    /// <summary>Saves all changes in the caller's open transaction, as <c>SaveChangesAsync</c> does.</summary>
    /// <exception cref="DbUpdateException">A row breaks a rule of the database; the caller's transaction is to be rolled back.</exception>
    public static async Task SaveAsync(MarketplaceDbContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsSqlite() || db.Database.CurrentTransaction is not { } transaction)
        {
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        db.StampChanges();
        var left = new HashSet<IEntityType>();
        foreach (var rows in db.ChangeTracker.Entries().Where(e => e.State == EntityState.Added).GroupBy(e => e.Metadata).OrderBy(g => Depth(g.Key)).ToList())
        {
            // What points to rows that are left to the save below is left to it too.
            if (!InsertPlan.Fits(rows.Key) || rows.Key.GetForeignKeys().Any(key => left.Contains(key.PrincipalEntityType)))
            {
                left.Add(rows.Key);
                continue;
            }

            var plan = Plans.GetOrAdd(rows.Key, InsertPlan.Of);
            await plan.InsertAsync(transaction.GetDbTransaction(), rows.Select(e => e.Entity), cancellationToken);
            foreach (var row in rows)
            {
                // What the database computes was not read back, so nobody shall find the entity as it is.
                row.State = plan.IsWhole ? EntityState.Unchanged : EntityState.Detached;
            }
        }

        await db.SaveStampedAsync(cancellationToken);
    }

    // Rows must come after those that they point to.
    private static int Depth(IEntityType type) =>
        type.GetForeignKeys().Where(key => key.PrincipalEntityType != type).Select(key => Depth(key.PrincipalEntityType) + 1).DefaultIfEmpty(0).Max();

    private sealed class InsertPlan
    {
        private readonly string sql;
        private readonly (IProperty Property, RelationalTypeMapping Mapping)[] columns;

        private InsertPlan(string sql, (IProperty, RelationalTypeMapping)[] columns, bool isWhole) => (this.sql, this.columns, IsWhole) = (sql, columns, isWhole);

        /// <summary>The entity bears all columns; the database computes none.</summary>
        public bool IsWhole { get; }

        /// <summary>Whether rows of a type are stored as they are: no keys that the database makes, and nothing outside the entity.</summary>
        public static bool Fits(IEntityType type) =>
            type.GetProperties().All(p => !p.IsShadowProperty() && (p.ValueGenerated == ValueGenerated.Never || IsComputed(p)))
            && !type.GetComplexProperties().Any() && type.BaseType is null;

        public static InsertPlan Of(IEntityType type)
        {
            var table = StoreObjectIdentifier.Table(type.GetTableName()!, type.GetSchema());
            var properties = type.GetProperties().Where(p => !IsComputed(p)).ToArray();
            var names = string.Join(", ", properties.Select(p => $"\"{p.GetColumnName(table)}\""));
            var values = string.Join(", ", properties.Select((_, i) => $"@p{i}"));
            return new InsertPlan(
                $"INSERT INTO \"{table.Name}\" ({names}) VALUES ({values})",
                [.. properties.Select(p => (p, p.GetRelationalTypeMapping()))],
                properties.Length == type.GetProperties().Count());
        }

        public async Task InsertAsync(DbTransaction transaction, IEnumerable<object> entities, CancellationToken cancellationToken)
        {
            await using var command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            foreach (var entity in entities)
            {
                for (var i = 0; i < columns.Length; i++)
                {
                    var (property, mapping) = columns[i];
                    var value = property.GetGetter().GetClrValueUsingContainingEntity(entity);
                    if (command.Parameters.Count == i)
                    {
                        command.Parameters.Add(mapping.CreateParameter(command, $"@p{i}", value, property.IsNullable));
                    }
                    else
                    {
                        command.Parameters[i].Value = (value is null ? null : mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
                    }
                }

                await InsertAsync(command, cancellationToken);
            }
        }

        private static bool IsComputed(IProperty property) => property.GetComputedColumnSql() is not null;

        private static async Task InsertAsync(DbCommand command, CancellationToken cancellationToken)
        {
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (DbException exception)
            {
                throw new DbUpdateException($"A row could not be stored: {exception.Message}", exception);
            }
        }
    }
}
