using System.Text.Json;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>Tells the seller's own systems how many of some items are available now, in the transaction that changes it.</summary>
public sealed class StockNews(WebhookOutbox outbox)
{
    /// <summary>Tells of these variants, after their levels changed and the context was saved; one message for all.</summary>
    public async Task TellAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> variantIds, CancellationToken cancellationToken)
    {
        if (await WebhookOutbox.TargetsAsync(db, OutboundEvents.StockChanged, cancellationToken) is not { Count: > 0 } targets)
        {
            return;
        }

        var items = await db.StockLevels.Where(l => variantIds.Contains(l.VariantId))
            .Join(db.Variants, l => l.VariantId, v => v.Id, (l, v) => new { v.Sku, l.OnHand, l.Reserved, l.Available })
            .OrderBy(i => i.Sku).ToListAsync(cancellationToken);
        foreach (var target in targets)
        {
            await outbox.AddAsync(db, target, OutboundEvents.StockChanged, JsonSerializer.SerializeToElement(new { Items = items }, JsonSerializerOptions.Web), cancellationToken);
        }
    }
}
