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

        var window = await db.Set<HoldWindow>().AsNoTracking().SingleOrDefaultAsync(w => w.ConnectionId == store.ConnectionId, cancellationToken);
        var secret = await recipients.SecretAsync(db, cancellationToken);
        var written = new WrittenOrders(time.GetUtcNow());
        var changed = new List<Order>(group.Count);
        var created = new List<Order>();
        foreach (var remote in group)
        {
            var order = known.GetValueOrDefault(remote.ExternalId);
            if (order is null)
            {
                order = Add(db, store, remote, links, written.At);
                await HoldNewAsync(db, order, window?.Minutes ?? 0, cancellationToken);
                created.Add(order);
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

            KeepKeys(order, remote.Buyer, secret);
            changed.Add(order);
        }

        if (window is { HoldsTwins: true })
        {
            await HoldTwinsAsync(db, created, cancellationToken);
            await ReleaseTwinsAsync(db, changed, cancellationToken);
        }

        await CustomerMatcher.AssignAsync(db, changed, cancellationToken);
        await stock.SettleAsync(db, changed, store.MarketplaceName, written.Variants, cancellationToken);
        return written;
    }

    // By these keys a buyer's orders find each other, without it being stored in the clear who that is.
    private static void KeepKeys(Order order, RemoteBuyer? buyer, byte[] secret)
    {
        if (buyer is not null && order.BuyerErasedAt is null)
        {
            order.RecipientKey = RecipientKeys.Of(buyer, secret);
            order.BuyerKey = RecipientKeys.OfUser(buyer.UserId, secret);
            order.EmailKey = CustomerKeys.OfEmail(buyer, secret);
        }
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

    // Of two that come together the later one waits.
    private async Task HoldTwinsAsync(MarketplaceDbContext db, List<Order> created, CancellationToken cancellationToken)
    {
        var waiting = created.Where(o => OrderStateMachine.IsOpen(o.State) && !o.FulfilledByMarketplace).ToList();
        var twins = await OrderTwins.FindAsync(db, waiting, cancellationToken);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in waiting.Where(o => twins.ContainsKey(o.Id)).OrderBy(o => o.PlacedAt).ThenBy(o => o.ExternalId, StringComparer.Ordinal))
        {
            var other = twins[order.Id];
            if (waiting.Exists(o => o.ExternalId == other) && !kept.Contains(other))
            {
                kept.Add(order.ExternalId);
                continue;
            }

            await holds.HoldAsync(db, order, null, HoldWords.Twin(other), "Holds", cancellationToken);
        }
    }

    // Once the other one is cancelled, an order is the only one of its kind.
    private async Task ReleaseTwinsAsync(MarketplaceDbContext db, List<Order> changed, CancellationToken cancellationToken)
    {
        var reasons = changed.Where(o => o.State == OrderState.Cancelled && o.RecipientKey is not null).Select(o => HoldWords.Twin(o.ExternalId)).ToList();
        if (reasons.Count > 0)
        {
            foreach (var order in await db.Orders.Where(o => o.HoldUntil != null && reasons.Contains(o.HoldReason!)).ToListAsync(cancellationToken))
            {
                holds.Release(db, order, "The other order was cancelled; this one can be shipped.", "Holds");
            }
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
