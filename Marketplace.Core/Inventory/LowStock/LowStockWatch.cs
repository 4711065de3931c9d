using System.Globalization;
using Marketplace.Core.Alerts;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.LowStock;

/// <summary>
/// Notices when the stock of a variant crosses its threshold: downwards it raises an alert, upwards it resolves it and is ready for the
/// next crossing. What is low when it is first counted has crossed nothing.
/// </summary>
public sealed class LowStockWatch(AlertBook alerts, TimeProvider time)
{
    /// <summary>Kind of the alerts.</summary>
    public const string AlertKind = "stock.low";

    /// <summary>Looks at some variants, in the caller's open transaction, after their levels changed and the context was saved.</summary>
    public async Task LookAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> variantIds, CancellationToken cancellationToken)
    {
        var usual = await LowStockThresholds.UsualAsync(db, cancellationToken);
        var crossings = await (
            from level in db.StockLevels.AsNoTracking()
            join variant in db.Variants on level.VariantId equals variant.Id
            join state in db.LowStockStates on level.VariantId equals state.VariantId into states
            from state in states.DefaultIfEmpty()
            let isLow = level.Available <= (level.LowStockThreshold ?? usual)
            where variantIds.Contains(level.VariantId) && level.BaselineAt != null && (state == null || state.IsLow != isLow)
            select new Crossing(level.VariantId, variant.Sku, variant.Title, level.Available, level.LowStockThreshold ?? usual, isLow, state == null)).ToListAsync(cancellationToken);
        foreach (var crossing in crossings)
        {
            await NoteAsync(db, crossing, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task NoteAsync(MarketplaceDbContext db, Crossing crossing, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (crossing.IsFirstLook)
        {
            db.LowStockStates.Add(new LowStockState { VariantId = crossing.VariantId, IsLow = crossing.IsLow, Since = now });
            return;
        }

        await db.LowStockStates.Where(s => s.VariantId == crossing.VariantId)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.IsLow, crossing.IsLow).SetProperty(s => s.Since, now), cancellationToken);
        var subject = crossing.VariantId.ToString("N");
        if (crossing.IsLow)
        {
            await alerts.RaiseAsync(db, Notice(crossing, subject), cancellationToken);
        }
        else
        {
            await alerts.ResolveAsync(db, AlertKind, subject, cancellationToken);
        }
    }

    private static AlertNotice Notice(Crossing crossing, string subject) => new(
        AlertKind,
        subject,
        crossing.Available > 0 ? AlertSeverity.Warning : AlertSeverity.Problem,
        crossing.Available > 0 ? $"{crossing.Sku} is low: {Items(crossing.Available)} left" : $"{crossing.Sku} is out of stock",
        $"{crossing.Title} has {Items(crossing.Available)} available; you wanted to know at {Items(crossing.Threshold)}. Order more, or change its threshold.",
        $"inventory?ledger={crossing.VariantId}",
        new Dictionary<string, object> { ["sku"] = crossing.Sku, ["available"] = crossing.Available, ["threshold"] = crossing.Threshold });

    private static string Items(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0}");

    private sealed record Crossing(Guid VariantId, string Sku, string Title, int Available, int Threshold, bool IsLow, bool IsFirstLook);
}
