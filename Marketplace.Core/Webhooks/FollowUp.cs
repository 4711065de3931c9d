using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Webhooks;

/// <summary>Work that follows from a notification.</summary>
/// <param name="Store">The store to work on.</param>
/// <param name="Kind">Kind of work.</param>
/// <param name="Payload">What to work on.</param>
/// <param name="Key">Coalescing key; null for work that must not be merged.</param>
internal sealed record FollowUp(Connection Store, string Kind, string Payload, string? Key)
{
    /// <summary>What a signal about a store calls for.</summary>
    public static IEnumerable<FollowUp> Of(WebhookSignal signal, Connection store) => signal.Subject switch
    {
        WebhookSubject.Order when signal.ExternalId is { } order => [Look(store, WorkKinds.RefreshOrder, order)],
        WebhookSubject.Orders => [Look(store, WorkKinds.LookForOrders, "")],
        WebhookSubject.Listing when signal.ExternalId is { } product => [Look(store, WorkKinds.RefreshListing, product)],
        WebhookSubject.Authorization => [Look(store, WorkKinds.CheckConnection, "")],

        // Whose task it was is known to those that wait for one.
        WebhookSubject.Task =>
        [
            new FollowUp(store, WorkKinds.ShipmentBatch, "", WorkKinds.ShipmentBatchKey(store.Id)),
            new FollowUp(store, WorkKinds.StockOutcome, "", WorkKinds.StockOutcomeKey(store.Id)),
        ],
        _ => [],
    };

    private static FollowUp Look(Connection store, string kind, string id) => new(store, kind, id, $"{kind}:{store.Id:N}:{id}");
}

/// <summary>Such work as the log keeps it, to have it done again.</summary>
/// <param name="ConnectionId">The store.</param>
/// <param name="Kind">Kind of work.</param>
/// <param name="Payload">What to work on.</param>
/// <param name="Key">Coalescing key.</param>
internal sealed record StoredFollowUp(Guid ConnectionId, string Kind, string Payload, string? Key);
