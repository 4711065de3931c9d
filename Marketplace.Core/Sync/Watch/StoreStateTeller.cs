using System.Text.Json;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync.Watch;

/// <summary>Tells a seller's own systems of stores whose state is another than the one that was last told.</summary>
internal sealed class StoreStateTeller(WebhookOutbox outbox)
{
    /// <summary>Whether there is anything to tell.</summary>
    public static Task<bool> IsDueAsync(MarketplaceDbContext db, CancellationToken cancellationToken) =>
        db.Connections.AnyAsync(c => c.ToldState == null || c.ToldState != c.State, cancellationToken);

    /// <summary>Tells it, in the caller's transaction.</summary>
    /// <returns>Whether there was anything to tell.</returns>
    public async Task<bool> TellAsync(MarketplaceDbContext db, CancellationToken cancellationToken)
    {
        var due = await db.Connections.AsNoTracking().Where(c => c.ToldState == null || c.ToldState != c.State).ToListAsync(cancellationToken);
        foreach (var store in due)
        {
            var state = store.State;
            await db.Connections.Where(c => c.Id == store.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ToldState, state), cancellationToken);
            var data = new { Store = store.Id, store.Marketplace, store.StoreName, State = state.ToString(), Before = store.ToldState?.ToString(), store.Problem };
            await outbox.AddAsync(db, OutboundEvents.StoreState, JsonSerializer.SerializeToElement(data, JsonSerializerOptions.Web), cancellationToken);
        }

        return due.Count > 0;
    }
}
