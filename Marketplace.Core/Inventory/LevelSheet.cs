using System.Text.Json;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>
/// Levels that a transaction holds for itself, so that the lines of many orders are booked in memory and written at once. Whoever
/// fills a sheet writes it before anybody else looks at the levels in the database.
/// </summary>
internal sealed class LevelSheet(MarketplaceDbContext db)
{
    private readonly Dictionary<Guid, (int OnHand, int Reserved)> levels = [];
    private readonly Dictionary<Guid, LevelChange> changes = [];
    private readonly Dictionary<(Guid VariantId, Guid LocationId), int> puts = [];

    /// <summary>Holds levels to the end of the caller's open transaction and reads them; what the sheet has of them must be written.</summary>
    /// <returns>When each was first counted.</returns>
    public async Task<Dictionary<Guid, FirstCount>> HoldAsync(Guid[] variantIds, CancellationToken cancellationToken)
    {
        await LevelLocks.HoldAsync(db, variantIds, cancellationToken);
        var rows = await db.StockLevels.Where(s => variantIds.Contains(s.VariantId))
            .Select(s => new { s.VariantId, s.OnHand, s.Reserved, s.BaselineConnectionId, s.BaselineAt }).ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            levels[row.VariantId] = (row.OnHand, row.Reserved);
        }

        return rows.ToDictionary(r => r.VariantId, r => new FirstCount(r.BaselineConnectionId, r.BaselineAt));
    }

    /// <summary>Items that are on hand and not held.</summary>
    public int FreeOf(Guid variantId) => levels.TryGetValue(variantId, out var level) ? level.OnHand - level.Reserved : 0;

    /// <summary>Makes a change; false, and nothing is changed, where what it needs is not there.</summary>
    public bool TryChange(Guid variantId, LevelChange change)
    {
        if (!levels.TryGetValue(variantId, out var level) || level.OnHand - level.Reserved < change.NeedsFree || level.Reserved < change.NeedsHeld)
        {
            return false;
        }

        levels[variantId] = (level.OnHand + change.OnHand, level.Reserved + change.Reserved);
        var before = changes.GetValueOrDefault(variantId);
        changes[variantId] = new LevelChange(before.OnHand + change.OnHand, before.Reserved + change.Reserved);
        return true;
    }

    /// <summary>Puts items to a location.</summary>
    public void Put(Guid variantId, Part part) => puts[(variantId, part.LocationId)] = puts.GetValueOrDefault((variantId, part.LocationId)) + part.Items;

    /// <summary>Writes what was changed since the last time.</summary>
    /// <exception cref="InvalidOperationException">A level is not there any more; the caller's transaction is to be rolled back.</exception>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (changes.Count > 0 && await WriteLevelsAsync(cancellationToken) != changes.Count)
        {
            throw new InvalidOperationException("Levels of stock went away while orders were booked on them; nothing was changed.");
        }

        if (puts.Count > 0)
        {
            await WritePutsAsync(cancellationToken);
        }

        changes.Clear();
        puts.Clear();
    }

    private Task<int> WriteLevelsAsync(CancellationToken cancellationToken)
    {
        var rows = changes.Select(c => new object[] { Stored(c.Key), c.Value.OnHand, c.Value.Reserved }).ToList();

        // The plus keeps SQLite from going through all of the seller's levels and, for each of them, through all changes.
        return db.Database.IsSqlite()
            ? db.Database.ExecuteSqlAsync(
                $"""
                UPDATE "StockLevels" SET "OnHand" = "OnHand" + change.value ->> 1, "Reserved" = "Reserved" + change.value ->> 2, "Version" = "Version" + 1
                FROM json_each({JsonSerializer.Serialize(rows)}) AS change
                WHERE "VariantId" = change.value ->> 0 AND +"SellerId" = {db.SellerId}
                """,
                cancellationToken)
            : db.Database.ExecuteSqlAsync(
                $"""
                UPDATE "StockLevels" AS level
                SET "OnHand" = level."OnHand" + change.on_hand, "Reserved" = level."Reserved" + change.reserved, "Version" = level."Version" + 1
                FROM unnest({changes.Keys.ToArray()}, {changes.Values.Select(c => c.OnHand).ToArray()}, {changes.Values.Select(c => c.Reserved).ToArray()}) AS change(id, on_hand, reserved)
                WHERE level."VariantId" = change.id AND level."SellerId" = {db.SellerId}
                """,
                cancellationToken);
    }

    private Task<int> WritePutsAsync(CancellationToken cancellationToken)
    {
        var rows = puts.Select(p => new object[] { Stored(p.Key.VariantId), Stored(p.Key.LocationId), p.Value }).ToList();
        return db.Database.IsSqlite()
            ? db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "LocationStocks" ("VariantId", "LocationId", "SellerId", "OnHand")
                SELECT put.value ->> 0, put.value ->> 1, {db.SellerId}, put.value ->> 2 FROM json_each({JsonSerializer.Serialize(rows)}) AS put WHERE true
                ON CONFLICT ("VariantId", "LocationId") DO UPDATE SET "OnHand" = "LocationStocks"."OnHand" + excluded."OnHand"
                """,
                cancellationToken)
            : db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "LocationStocks" ("VariantId", "LocationId", "SellerId", "OnHand")
                SELECT put.variant, put.location, {db.SellerId}, put.items
                FROM unnest({puts.Keys.Select(k => k.VariantId).ToArray()}, {puts.Keys.Select(k => k.LocationId).ToArray()}, {puts.Values.ToArray()}) AS put(variant, location, items)
                ON CONFLICT ("VariantId", "LocationId") DO UPDATE SET "OnHand" = "LocationStocks"."OnHand" + excluded."OnHand"
                """,
                cancellationToken);
    }

    // SQLite stores ids as text in capitals.
    private static string Stored(Guid id) => id.ToString("D").ToUpperInvariant();
}
