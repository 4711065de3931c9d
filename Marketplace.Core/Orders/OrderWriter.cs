using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Orders.Customers;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Writes a group of orders into an open transaction, with one look-up for all.</summary>
public sealed class OrderWriter(OrderStock stock, PersonalDataProtector protector, RecipientKeys recipients, OrderHolds holds, TimeProvider time)
{
    /// <summary>Inserts or updates the orders and settles their stock. An answer that is older than what is stored changes nothing.</summary>
    public async Task<WrittenOrders> WriteAsync(
        MarketplaceDbContext db, StoreReference store, IReadOnlyList<RemoteOrder> group, CancellationToken cancellationToken)
    {
        var ids = group.Select(o => o.ExternalId).ToList();
        var known = await db.Orders.Include(o => o.Lines).Where(o => o.ConnectionId == store.ConnectionId && ids.Contains(o.ExternalId))
            .AsSplitQuery().ToDictionaryAsync(o => o.ExternalId, cancellationToken);
        var lines = group.SelectMany(o => o.Lines).ToList();
        var links = await LineLinks.LoadAsync(db, store.ConnectionId, lines.Select(l => l.ExternalListingId), lines.Select(l => l.Sku), cancellationToken);

        var window = await db.Set<HoldWindow>().Where(w => w.ConnectionId == store.ConnectionId).Select(w => w.Minutes).SingleOrDefaultAsync(cancellationToken);
        var secret = await recipients.SecretAsync(db, cancellationToken);
        var written = new WrittenOrders(time.GetUtcNow());
        var changed = new List<Order>(group.Count);
        foreach (var remote in group)
        {
            var order = known.GetValueOrDefault(remote.ExternalId);
            if (order is null)
            {
                order = Add(db, store, remote, links, written.At);
                await HoldNewAsync(db, order, window, cancellationToken);
                written.Add(order.Id, new ImportCounts(Created: 1));
            }
            else if (remote.UpdatedAt < order.RemoteUpdatedAt || !Update(db, store, remote, order, links, written.At))
            {
                written.Add(null, new ImportCounts(Unchanged: 1));
                continue;
            }
            else
            {
                written.Add(order.Id, new ImportCounts(Updated: 1));
            }

            if (remote.Buyer is { } buyer && order.BuyerErasedAt is null)
            {
                order.RecipientKey = RecipientKeys.Of(buyer, secret);
                order.BuyerKey = RecipientKeys.OfUser(buyer.UserId, secret);
                order.EmailKey = CustomerKeys.OfEmail(buyer, secret);
            }

            changed.Add(order);
        }

        await CustomerMatcher.AssignAsync(db, changed, cancellationToken);
        await stock.SettleAsync(db, changed, store.MarketplaceName, written.Variants, cancellationToken);
        return written;
    }

    private Order Add(MarketplaceDbContext db, StoreReference store, RemoteOrder remote, LineLinks links, DateTimeOffset now)
    {
        var order = new Order
        {
            SellerId = store.SellerId,
            ConnectionId = store.ConnectionId,
            Marketplace = store.Marketplace,
            ExternalId = remote.ExternalId,
            ProtectedBuyer = Protect(remote.Buyer),
        };
        Apply(remote, order, links, now);
        order.ImportedAt = now;
        db.Orders.Add(order);
        Note(db, order, store, remote.PlacedAt, OrderTimeline.Imported(order, store.MarketplaceName), false);
        return order;
    }

    // Held in the order's own transaction, so that nothing can ship it in the moment before.
    private async Task HoldNewAsync(MarketplaceDbContext db, Order order, int minutes, CancellationToken cancellationToken)
    {
        var until = order.PlacedAt.AddMinutes(minutes);
        if (minutes > 0 && until > time.GetUtcNow() && OrderStateMachine.IsOpen(order.State) && !order.FulfilledByMarketplace)
        {
            await holds.HoldAsync(db, order, until, HoldWords.CancellationWindow, "Holds", cancellationToken);
        }
    }

    // Returns whether anything changed.
    private bool Update(MarketplaceDbContext db, StoreReference store, RemoteOrder remote, Order order, LineLinks links, DateTimeOffset now)
    {
        var before = OrderTimeline.Before.Of(order);
        Apply(remote, order, links, now);

        // Encryption gives new text each time, so the buyer is compared in the clear. What was withheld later is kept.
        if (remote.Buyer is not null && order.BuyerErasedAt is null && !SameBuyer(order.ProtectedBuyer, remote.Buyer))
        {
            order.ProtectedBuyer = Protect(remote.Buyer);
        }

        foreach (var (text, isProblem) in OrderTimeline.Changes(before, order))
        {
            Note(db, order, store, now, text, isProblem);
        }

        return db.Entry(order).State != EntityState.Unchanged || order.Lines.Any(l => db.Entry(l).State != EntityState.Unchanged);
    }

    private static void Apply(RemoteOrder remote, Order order, LineLinks links, DateTimeOffset now)
    {
        OrderMapping.Copy(remote, order);
        order.Lines.ForEach(links.Apply);
        if (OrderStateMachine.HasLeft(order.State))
        {
            order.ShippedAt ??= now;
        }
    }

    private bool SameBuyer(string? stored, RemoteBuyer buyer) =>
        stored is not null && protector.Unprotect<RemoteBuyer>(stored) is { } known
        && known with { AddressLines = [] } == buyer with { AddressLines = [] } && known.AddressLines.SequenceEqual(buyer.AddressLines);

    private string? Protect(RemoteBuyer? buyer) => buyer is null ? null : protector.Protect(buyer);

    private static void Note(MarketplaceDbContext db, Order order, StoreReference store, DateTimeOffset at, string text, bool isProblem) =>
        db.OrderEvents.Add(new OrderEvent
        {
            SellerId = order.SellerId,
            OrderId = order.Id,
            At = at,
            Text = text,
            Actor = store.MarketplaceName,
            IsProblem = isProblem,
        });
}

/// <summary>What a group of orders brought.</summary>
/// <param name="At">When, UTC.</param>
public sealed record WrittenOrders(DateTimeOffset At)
{
    private readonly List<Guid> changed = [];

    /// <summary>Items.</summary>
    public ImportCounts Counts { get; private set; }

    /// <summary>Orders that are new or changed.</summary>
    public IReadOnlyList<Guid> Changed => changed;

    /// <summary>Variants whose stock was touched.</summary>
    public HashSet<Guid> Variants { get; } = [];

    internal void Add(Guid? orderId, ImportCounts counts)
    {
        Counts += counts;
        if (orderId is { } id)
        {
            changed.Add(id);
        }
    }
}
