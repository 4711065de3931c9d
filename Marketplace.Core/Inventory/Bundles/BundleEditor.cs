using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Bundles;

/// <summary>A part as the seller names it.</summary>
/// <param name="VariantId">What is in the bundle.</param>
/// <param name="Quantity">Items of it in one bundle; 1 to <see cref="BundleEditor.MaxQuantity"/>.</param>
public sealed record BundlePartWish(Guid VariantId, int Quantity);

/// <summary>Makes bundles of variants, and variants of bundles.</summary>
public sealed class BundleEditor(StockLedger ledger, TimeProvider time)
{
    /// <summary>Most different parts of a bundle.</summary>
    public const int MaxParts = 50;

    /// <summary>Most items of one part in a bundle.</summary>
    public const int MaxQuantity = 1_000;

    /// <summary>
    /// Makes a variant a bundle of these parts, or gives a bundle other parts. What the variant itself had on hand is written off,
    /// for from now on its parts are counted; its open orders hold the parts. Orders that came before keep the parts they were
    /// sold with.
    /// </summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="bundleId">The variant.</param>
    /// <param name="parts">Its parts; at least one, each once.</param>
    /// <param name="actor">Who says so, for the ledger.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is changed then.</param>
    /// <returns>Why it was refused and what to do; null when it was done.</returns>
    public async Task<string?> DefineAsync(Guid sellerId, Guid bundleId, IReadOnlyList<BundlePartWish> parts, string actor, CancellationToken cancellationToken)
    {
        if (RefusalOf(bundleId, parts) is { } refusal)
        {
            return refusal;
        }

        string? problem = null;
        await ledger.InTransactionAsync(sellerId, async db =>
        {
            problem = await WriteAsync(db, bundleId, parts, actor, cancellationToken);
            return problem is null ? [bundleId, .. parts.Select(p => p.VariantId)] : [];
        }, cancellationToken);
        return problem;
    }

    /// <summary>Makes a plain variant of a bundle, with nothing on hand until somebody counts. Open orders keep the parts they hold.</summary>
    /// <returns>Whether it was a bundle.</returns>
    public async Task<bool> DissolveAsync(Guid sellerId, Guid bundleId, CancellationToken cancellationToken)
    {
        var dissolved = false;
        await ledger.InTransactionAsync(sellerId, async db =>
        {
            dissolved = await db.StockLevels.Where(s => s.VariantId == bundleId && s.Buildable != null).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Buildable, (int?)null).SetProperty(s => s.Version, s => s.Version + 1), cancellationToken) == 1;
            await db.BundleParts.Where(p => p.BundleId == bundleId).ExecuteDeleteAsync(cancellationToken);
            return dissolved ? [bundleId] : [];
        }, cancellationToken);
        return dissolved;
    }

    private static string? RefusalOf(Guid bundleId, IReadOnlyList<BundlePartWish> parts) =>
        parts.Count == 0 ? "A bundle needs at least one part. Add what is in it."
        : parts.Count > MaxParts ? $"A bundle can have at most {MaxParts} different parts."
        : parts.Any(p => p.VariantId == bundleId) ? "A bundle cannot be a part of itself."
        : parts.Any(p => p.Quantity is < 1 or > MaxQuantity) ? $"Each part needs a quantity between 1 and {MaxQuantity}."
        : parts.DistinctBy(p => p.VariantId).Count() < parts.Count ? "The same part is named twice. Name it once, with the quantities added."
        : null;

    private async Task<string?> WriteAsync(MarketplaceDbContext db, Guid bundleId, IReadOnlyList<BundlePartWish> parts, string actor, CancellationToken cancellationToken)
    {
        var places = new StockPlaces(db, time);
        var writer = new StockActWriter(ledger, db, places, actor, time.GetUtcNow());
        var levels = new Dictionary<Guid, StockLevel>();

        // All levels are held before anything is judged, so that no two edits make a bundle of a bundle together.
        foreach (var id in parts.Select(p => p.VariantId).Append(bundleId).Order())
        {
            if (await writer.HoldAsync(id, cancellationToken) is not { } level)
            {
                return "An item of this bundle is not there any more. Reload the page to see what is.";
            }

            levels.Add(id, level);
        }

        if (await NestingAsync(db, bundleId, levels, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (levels[bundleId].Buildable is null)
        {
            if (levels[bundleId].Incoming > 0)
            {
                return "Deliveries of this item are still expected. Receive or cancel them first, for a bundle has no stock of its own.";
            }

            await EmptyAsync(db, places, bundleId, parts, actor, cancellationToken);
        }

        await db.BundleParts.Where(p => p.BundleId == bundleId).ExecuteDeleteAsync(cancellationToken);
        db.BundleParts.AddRange(parts.Select(p => new BundlePart { BundleId = bundleId, PartId = p.VariantId, Quantity = p.Quantity }));
        return null;
    }

    private static async Task<string?> NestingAsync(MarketplaceDbContext db, Guid bundleId, Dictionary<Guid, StockLevel> levels, CancellationToken cancellationToken)
    {
        var nested = levels.Values.FirstOrDefault(l => l.VariantId != bundleId && l.Buildable is not null);
        var uncounted = levels.Values.FirstOrDefault(l => l.VariantId != bundleId && l.BaselineAt is null);
        var name = await db.Variants.Where(v => v.Id == (nested ?? uncounted ?? levels[bundleId]).VariantId).Select(v => v.Sku).SingleAsync(cancellationToken);
        return nested is not null ? $"{name} is a bundle itself. Put its parts into this one instead."
            : await db.BundleParts.AnyAsync(p => p.PartId == bundleId, cancellationToken) ? "This item is a part of another bundle, so it cannot be a bundle itself."
            : uncounted is not null ? $"{name} has never been counted. Count it first, so that it is known how many bundles can be made."
            : null;
    }

    // The variant's own stock goes, and its open orders take their parts instead.
    private async Task EmptyAsync(
        MarketplaceDbContext db, StockPlaces places, Guid bundleId, IReadOnlyList<BundlePartWish> parts, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = await db.Reservations.Where(r => r.VariantId == bundleId && r.Held + r.Oversold > 0).OrderBy(r => r.PlacedAt).ThenBy(r => r.OrderLineId).ToListAsync(cancellationToken);
        foreach (var reservation in open)
        {
            await new StockBook(db, places, bundleId, reservation.OrderId, actor, now).ReleaseAsync(reservation.Held, cancellationToken);
        }

        await new StockBook(db, places, bundleId, null, actor, now).WriteOffAsync("Became a bundle: its parts are counted instead", cancellationToken);
        await db.StockLevels.Where(s => s.VariantId == bundleId).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.Buildable, 0).SetProperty(s => s.BaselineAt, s => s.BaselineAt ?? now), cancellationToken);
        foreach (var reservation in open)
        {
            foreach (var part in parts.OrderBy(p => p.VariantId))
            {
                await MoveAsync(db, places, reservation, part, actor, cancellationToken);
            }

            db.Reservations.Remove(reservation);
        }
    }

    // What had left before counts as left with its parts: they are not taken a second time.
    private async Task MoveAsync(MarketplaceDbContext db, StockPlaces places, Reservation old, BundlePartWish part, string actor, CancellationToken cancellationToken)
    {
        var missing = (old.Held + old.Oversold) * part.Quantity;
        var held = await new StockBook(db, places, part.VariantId, old.OrderId, actor, time.GetUtcNow()).HoldAsync(missing, "Sold as a bundle", cancellationToken);
        db.Reservations.Add(new Reservation
        {
            OrderLineId = old.OrderLineId,
            OrderId = old.OrderId,
            VariantId = part.VariantId,
            ConnectionId = old.ConnectionId,
            PlacedAt = old.PlacedAt,
            IsPart = true,
            PerItem = part.Quantity,
            Wanted = old.Wanted * part.Quantity,
            Held = held,
            Oversold = missing - held,
            Shipped = old.Shipped * part.Quantity,
            CreatedAt = old.CreatedAt,
        });
    }
}
