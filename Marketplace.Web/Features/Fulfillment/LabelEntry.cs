using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Platforms;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>One order for which a label is bought: what is offered, what was chosen, and what became of it.</summary>
/// <param name="order">The order.</param>
/// <param name="obstacle">Why no label can be bought; null when one can.</param>
public sealed class LabelEntry(ShipCandidate order, string? obstacle)
{
    /// <summary>The order.</summary>
    public ShipCandidate Order { get; } = order;

    /// <summary>Why no label can be bought; null when one can.</summary>
    public string? Obstacle { get; } = obstacle;

    /// <summary>What is offered; null before it was asked for.</summary>
    public LabelOffers? Offers { get; private set; }

    /// <summary>The chosen offer; null leaves it to the marketplace.</summary>
    public string? OfferId { get; set; }

    /// <summary>The chosen time of collection; null for dropping off.</summary>
    public PickupSlot? Pickup { get; set; }

    /// <summary>What became of the purchase; null before it.</summary>
    public ActionVerdict? Verdict { get; set; }

    /// <summary>The label, once it is asked for.</summary>
    public ShippingLabel? Label { get; set; }

    /// <summary>Whether it can still be bought.</summary>
    public bool IsOpen => Obstacle is null && Verdict is not { Outcome: ActionOutcome.Accepted };

    /// <summary>Whether the marketplace would sell it as it is.</summary>
    public bool IsReady => IsOpen && Offers is { Problem: null };

    /// <summary>The chosen offer.</summary>
    public LabelOffer? Chosen => Offers?.Offers.FirstOrDefault(o => o.Id == OfferId);

    /// <summary>Takes what is offered, and keeps the choice where it is still there.</summary>
    public void Take(LabelOffers offers, OfferChoice choice)
    {
        Offers = offers;
        Pickup ??= offers.Handover is { DropOff: false, Pickups: [var first, ..] } ? first : null;
        OfferId = Chosen?.Id ?? (LabelRules.Pick(offers.Offers, choice) ?? offers.Offers.FirstOrDefault())?.Id;
    }

    /// <summary>Chooses anew by a rule.</summary>
    public void Choose(OfferChoice choice) => OfferId = (LabelRules.Pick(Offers?.Offers ?? [], choice) ?? Offers?.Offers.FirstOrDefault())?.Id;

    /// <summary>The purchase as a wish.</summary>
    public LabelWish ToWish(ParcelSize size, bool despiteCancelRequest, bool despiteHold) => new()
    {
        OrderId = Order.OrderId,
        Size = size,
        OfferId = OfferId,
        Pickup = Pickup,
        DespiteCancelRequest = despiteCancelRequest,
        DespiteHold = despiteHold,
    };
}
