using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Labels;

/// <summary>Compares, buys and gives back the marketplaces' labels. Buying is stored with its durable work, and carried out from there exactly once.</summary>
public sealed class LabelShop(MarketplaceDb database, PlatformCatalog platforms, IConnectionContexts contexts, ActionSteps steps, TimeProvider time)
{
    /// <summary>Kind of the work that buys, fetches and gives back.</summary>
    public const string LabelWork = "label";

    private const int GroupSize = 50;

    /// <summary>Why no label can be bought for these orders, by order; null where one can. Orders of others are absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, string?>> ObstaclesAsync(Guid sellerId, IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var orders = await ShippableOrders.LoadAsync(db, orderIds, cancellationToken);
        return orders.ToDictionary(o => o.Key, o => platforms.TryGet(o.Value.Order.Marketplace, out var platform)
            ? LabelRules.Obstacle(o.Value, platform)
            : $"The marketplace “{o.Value.Order.Marketplace}” is not set up here any more.");
    }

    /// <summary>Labels of these orders, newest first.</summary>
    public async Task<IReadOnlyList<ShippingLabel>> OfOrdersAsync(Guid sellerId, IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<ShippingLabel>().AsNoTracking().Where(l => orderIds.Contains(l.OrderId)).OrderByDescending(l => l.CreatedAt).ToListAsync(cancellationToken);
    }

    /// <summary>Asks the marketplace what it offers for a parcel; null when the seller has no such order.</summary>
    /// <exception cref="ThrottledException">The marketplace asks to wait.</exception>
    /// <exception cref="TransientException">It failed in passing.</exception>
    public async Task<LabelOffers?> OffersAsync(Guid sellerId, LabelWish wish, CancellationToken cancellationToken)
    {
        ShippableOrder? shippable;
        await using (var db = database.Open(sellerId))
        {
            shippable = (await ShippableOrders.LoadAsync(db, [wish.OrderId], cancellationToken)).GetValueOrDefault(wish.OrderId);
        }

        if (shippable is null || !platforms.TryGet(shippable.Order.Marketplace, out var platform))
        {
            return null;
        }

        if (LabelRules.Problem(shippable, platform, wish with { DespiteCancelRequest = true, DespiteHold = true }, time.GetUtcNow()) is { } problem)
        {
            return new LabelOffers([], null, problem, false);
        }

        try
        {
            var connection = await contexts.OpenAsync(shippable.Order.ConnectionId, CallPriority.Person, cancellationToken);
            var request = LabelRules.Request(shippable.Order, wish.Lines ?? shippable.AllLeft(), wish.Size, null, null);
            var offers = await platform.Labels!.OffersAsync(connection, request, cancellationToken);
            return new LabelOffers(offers, await platform.Labels.HandoverAsync(connection, request, cancellationToken), null, false);
        }
        catch (RejectedException refusal)
        {
            return new LabelOffers([], null, refusal.Message, refusal.Field is not null && wish.Size is not { WeightGrams: not null, Sides: not null });
        }
        catch (NeedsReauthorizationException gone)
        {
            return new LabelOffers([], null, gone.Message, false);
        }
    }

    /// <summary>Buys labels, one parcel each; a verdict per wish, in the order of the wishes.</summary>
    public async Task<IReadOnlyList<ActionVerdict>> BuyAsync(Guid sellerId, IReadOnlyList<LabelWish> wishes, string actor, CancellationToken cancellationToken)
    {
        var verdicts = new List<ActionVerdict>(wishes.Count);
        foreach (var group in wishes.Chunk(GroupSize))
        {
            verdicts.AddRange(await WriterRace.RunAsync(() => AddAsync(sellerId, group, actor, cancellationToken)));
            steps.Announce(sellerId, group.Length == 1 ? group[0].OrderId : null);
        }

        return verdicts;
    }

    /// <summary>Gives a label back that was not used; its parcel then never left.</summary>
    public async Task<ActionVerdict> VoidAsync(Guid sellerId, Guid labelId, string actor, CancellationToken cancellationToken)
    {
        if (await steps.LoadAsync<ShippingLabel>(sellerId, labelId, cancellationToken) is not { } label)
        {
            return new ActionVerdict(ActionOutcome.Unknown, "There is no such label here.");
        }

        if (label.State == ActionState.Undoing)
        {
            return new ActionVerdict(ActionOutcome.Already, "This label is being given back already.", label.Id);
        }

        if (label.State != ActionState.Done)
        {
            return ActionVerdict.Refused(label.State == ActionState.Undone ? "This label was given back already." : "Only a label that was bought can be given back.");
        }

        await steps.ContinueAsync(label, l => l.Move(ActionState.Undoing), new Said($"{label.Title} is being given back.", actor), LabelWork, cancellationToken);
        return new ActionVerdict(ActionOutcome.Accepted, "The marketplace is being asked to take the label back.", label.Id);
    }

    /// <summary>Asks for a label within the caller's transaction; <see cref="ActionSteps.Announce"/> follows its commit.</summary>
    /// <returns>Why none can be bought; null when one is asked for.</returns>
    internal async Task<string?> AskAsync(MarketplaceDbContext db, ShippableOrder shippable, LabelWish wish, string actor, CancellationToken cancellationToken)
    {
        if (!platforms.TryGet(shippable.Order.Marketplace, out var platform))
        {
            return $"The marketplace “{shippable.Order.Marketplace}” is not set up here any more.";
        }

        var verdict = await AddOneAsync(db, shippable, platform, wish, actor, cancellationToken);
        return verdict.Outcome == ActionOutcome.Accepted ? null : verdict.Message;
    }

    private async Task<List<ActionVerdict>> AddAsync(Guid sellerId, LabelWish[] wishes, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var orders = await ShippableOrders.LoadAsync(db, [.. wishes.Select(w => w.OrderId).Distinct()], cancellationToken);
        var verdicts = new List<ActionVerdict>(wishes.Length);
        foreach (var wish in wishes)
        {
            verdicts.Add(orders.GetValueOrDefault(wish.OrderId) is { } shippable && platforms.TryGet(shippable.Order.Marketplace, out var platform)
                ? await AddOneAsync(db, shippable, platform, wish, actor, cancellationToken)
                : ActionVerdict.Unknown);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return verdicts;
    }

    private async Task<ActionVerdict> AddOneAsync(
        MarketplaceDbContext db, ShippableOrder shippable, MarketplacePlatform platform, LabelWish wish, string actor, CancellationToken cancellationToken)
    {
        if (LabelRules.Problem(shippable, platform, wish, time.GetUtcNow()) is { } problem)
        {
            return ActionVerdict.Refused(problem);
        }

        var label = new ShippingLabel
        {
            Choice = wish.Choice,
            OfferId = wish.OfferId,
            WantedCarrier = wish.OfferId is null ? wish.Carrier : null,
            WantedService = wish.OfferId is null ? wish.Service : null,
            WeightGrams = wish.Size.WeightGrams,
            LengthMillimetres = wish.Size.LengthMillimetres,
            WidthMillimetres = wish.Size.WidthMillimetres,
            HeightMillimetres = wish.Size.HeightMillimetres,
            PickupStart = wish.Pickup?.Start.ToUniversalTime(),
            PickupEnd = wish.Pickup?.End.ToUniversalTime(),
        };
        label.Lines.AddRange((wish.Lines ?? shippable.AllLeft()).Select(l => new LabelledLine { OrderLineId = l.OrderLineId, Quantity = l.Quantity }));
        await steps.AddAsync(db, label, shippable.Order, LabelWork, new Said($"A label is bought from {platform.Descriptor.Name}.", actor), cancellationToken);
        shippable.Labels.Add(label);

        // Writing the order lets its version catch a parcel that is entered at the same moment.
        if (db.Entry(shippable.Order).State == EntityState.Detached)
        {
            db.Attach(shippable.Order);
        }

        db.Entry(shippable.Order).State = EntityState.Modified;
        return new ActionVerdict(ActionOutcome.Accepted, $"The label is being bought from {platform.Descriptor.Name}.", label.Id);
    }
}
