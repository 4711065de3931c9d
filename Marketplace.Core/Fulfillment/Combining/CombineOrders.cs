using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Combining;

/// <summary>Puts orders into one parcel, and takes them out again. Where the marketplace lays parcels out, it is asked by durable work.</summary>
public sealed class CombineOrders(MarketplaceDb database, PlatformCatalog platforms, ActionSteps steps)
{
    /// <summary>Kind of the work that asks the marketplace.</summary>
    public const string CombineWork = "parcel.combine";

    /// <summary>Most orders of one parcel.</summary>
    public const int MostOrders = 50;

    /// <summary>Accepts a suggestion.</summary>
    /// <param name="sellerId">Whose orders.</param>
    /// <param name="orderIds">At least two, to one recipient.</param>
    /// <param name="proposalId">The marketplace's proposal; null for a parcel of our own.</param>
    /// <param name="actor">Who accepts, for the timeline.</param>
    /// <param name="cancellationToken">Leaves the orders apart.</param>
    public async Task<ActionVerdict> AcceptAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, string? proposalId, string actor, CancellationToken cancellationToken)
    {
        var verdict = await WriterRace.RunAsync(() => AddAsync(sellerId, [.. orderIds.Distinct()], proposalId, actor, cancellationToken));
        if (verdict.Outcome == ActionOutcome.Accepted)
        {
            steps.Announce(sellerId, null);
        }

        return verdict;
    }

    /// <summary>Takes the orders of a parcel apart again, as long as it has not left.</summary>
    public async Task<ActionVerdict> UndoAsync(Guid sellerId, Guid groupId, string actor, CancellationToken cancellationToken)
    {
        if (await steps.LoadAsync<ParcelGroup>(sellerId, groupId, cancellationToken) is not { } group)
        {
            return new ActionVerdict(ActionOutcome.Unknown, "There is no such parcel here.");
        }

        if (group.State != ActionState.Done)
        {
            return group.State == ActionState.Undoing
                ? new ActionVerdict(ActionOutcome.Already, "The orders are being taken apart already.", group.Id)
                : ActionVerdict.Refused(group.State == ActionState.Undone ? "These orders are apart already." : "These orders are not in one parcel yet.");
        }

        if (await HasLeftAsync(group, cancellationToken))
        {
            return ActionVerdict.Refused("A parcel of these orders is entered already; they cannot be taken apart any more.");
        }

        var said = new Said("The order leaves in a parcel of its own again.", actor);
        if (group.ProposalId is not null)
        {
            await steps.ContinueAsync(group, g => g.Move(ActionState.Undoing), said, CombineWork, cancellationToken);
            return new ActionVerdict(ActionOutcome.Accepted, "The marketplace is being asked to take the orders apart.", group.Id);
        }

        await steps.MoveAsync(
            group,
            g =>
            {
                g.Move(ActionState.Undoing);
                g.Move(ActionState.Undone);
            },
            null,
            (db, stored) =>
            {
                stored.Orders.ForEach(o => steps.Note(db, o.OrderId, said));
                return Task.CompletedTask;
            },
            cancellationToken);
        return new ActionVerdict(ActionOutcome.Accepted, "Each order leaves in a parcel of its own again.", group.Id);
    }

    private async Task<bool> HasLeftAsync(ParcelGroup group, CancellationToken cancellationToken)
    {
        var ids = group.Orders.Select(o => o.OrderId).ToList();
        await using var db = database.Open(group.SellerId);
        return await db.Shipments.AnyAsync(s => ids.Contains(s.OrderId) && s.State != ShipmentState.Failed && s.State != ShipmentState.Voided && s.State != ShipmentState.Discarded, cancellationToken);
    }

    private async Task<ActionVerdict> AddAsync(Guid sellerId, List<Guid> orderIds, string? proposalId, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var orders = await db.Orders.Where(o => orderIds.Contains(o.Id)).OrderBy(o => o.ShipBy).ToListAsync(cancellationToken);
        if (orders.Count < orderIds.Count)
        {
            return ActionVerdict.Unknown;
        }

        if (await ProblemAsync(db, orders, proposalId, cancellationToken) is { } problem)
        {
            return ActionVerdict.Refused(problem);
        }

        var group = new ParcelGroup { ProposalId = proposalId };
        group.Orders.AddRange(orders.Select(o => new GroupedOrder { OrderId = o.Id }));
        foreach (var order in orders)
        {
            var others = string.Join(", ", orders.Where(o => o != order).Select(o => o.ExternalId));
            var said = new Said($"Leaves in one parcel with {others}.", actor);

            // Writing the order lets its version catch a second group that is made at the same moment.
            db.Entry(order).State = EntityState.Modified;
            if (order == orders[0] && proposalId is not null)
            {
                await steps.AddAsync(db, group, order, CombineWork, said, cancellationToken);
            }
            else if (order == orders[0])
            {
                steps.AddDone(db, group, order, said);
            }
            else
            {
                steps.Note(db, order.Id, said);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ActionVerdict(
            ActionOutcome.Accepted,
            proposalId is null ? "These orders leave in one parcel: one number, told to the marketplace for each of them." : "The marketplace is being asked to put these orders into one parcel.",
            group.Id);
    }

    private async Task<string?> ProblemAsync(MarketplaceDbContext db, List<Order> orders, string? proposalId, CancellationToken cancellationToken)
    {
        if (orders.Count is < 2 or > MostOrders)
        {
            return $"One parcel holds between 2 and {MostOrders} orders.";
        }

        if (orders.Find(o => o.State != OrderState.ToShip || o.FulfilledByMarketplace) is { } closed)
        {
            return $"Order {closed.ExternalId} does not wait to be shipped any more.";
        }

        if (orders.Find(o => o.CancelRequested) is { } unsure)
        {
            return $"The buyer of order {unsure.ExternalId} has asked to cancel it. Answer the request first.";
        }

        var layouts = orders.Select(o => platforms.TryGet(o.Marketplace, out var platform) && platform.Combining is not null).ToList();
        if (proposalId is not null && (!layouts[0] || orders.Any(o => o.ConnectionId != orders[0].ConnectionId)))
        {
            return "A marketplace puts only orders of one of its own stores into one parcel.";
        }

        if (proposalId is null && layouts.Contains(true))
        {
            return "A marketplace that lays parcels out itself must propose this parcel.";
        }

        if (proposalId is null && orders.Any(o => o.RecipientKey is null || o.RecipientKey != orders[0].RecipientKey))
        {
            return "These orders go to different recipients, or an address is not known.";
        }

        var ids = orders.Select(o => o.Id).ToList();
        return await ParcelSuggestions.Standing(db).AnyAsync(g => g.Orders.Any(m => ids.Contains(m.OrderId)), cancellationToken)
            ? "One of these orders leaves in a parcel with others already."
            : null;
    }
}
