using Marketplace.Core.Fulfillment;
using Marketplace.Core.Platforms;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>One parcel as it is being typed: what was entered, what is wrong with it, and what became of it.</summary>
public sealed class ShipEntry
{
    private readonly Dictionary<Guid, int> quantities;
    private string tracking = "";
    private string carrier = "";
    private bool carrierChosen;

    /// <summary>An empty parcel that holds all that is left of the order.</summary>
    public ShipEntry(ShipCandidate order, MarketplaceDescriptor? marketplace)
    {
        Order = order;
        Marketplace = marketplace;
        Carrier = order.PlannedCarrier ?? "";
        quantities = order.Lines.ToDictionary(l => l.Id, l => l.Left);
    }

    /// <summary>The order.</summary>
    public ShipCandidate Order { get; }

    /// <summary>Its marketplace; null where it is not set up any more.</summary>
    public MarketplaceDescriptor? Marketplace { get; }

    /// <summary>Tracking number; prefills the carrier by its shape until one is chosen by hand.</summary>
    public string Tracking
    {
        get => tracking;
        set
        {
            tracking = value ?? "";
            if (!carrierChosen)
            {
                carrier = Marketplace is null ? "" : CarrierDirectory.Detect(Marketplace, tracking)?.Name ?? "";
            }
        }
    }

    /// <summary>Carrier as chosen or written.</summary>
    public string Carrier
    {
        get => carrier;
        set
        {
            carrier = value ?? "";
            carrierChosen = carrier.Length > 0;
        }
    }

    /// <summary>What became of it; null before it is sent.</summary>
    public ShipVerdict? Verdict { get; set; }

    /// <summary>Where the parcel stands, once it is entered.</summary>
    public Shipment? Parcel { get; set; }

    /// <summary>Whether it is entered, now or before.</summary>
    public bool IsDone => Verdict is { Outcome: ShipOutcome.Accepted or ShipOutcome.AlreadyEntered or ShipOutcome.AlreadyShipped };

    /// <summary>Whether it can be typed into.</summary>
    public bool IsOpen => Order.Obstacle is null && !IsDone;

    /// <summary>Whether it has a number.</summary>
    public bool IsFilled => TrackingNumber.Normalize(tracking).Length > 0;

    /// <summary>What is wrong with the number; null when nothing is, or when there is none yet.</summary>
    public string? TrackingProblem =>
        IsFilled && Marketplace is not null ? TrackingNumber.Problem(TrackingNumber.Normalize(tracking), Marketplace) : null;

    /// <summary>What is wrong with the carrier; null when nothing is, or when there is no number yet.</summary>
    public string? CarrierProblem => IsFilled && Marketplace is not null ? CarrierDirectory.Match(Marketplace, null, carrier).Problem : null;

    /// <summary>A remark when the number looks like another carrier's.</summary>
    public string? Hint => TrackingProblem is null && carrier.Length > 0 ? CarrierDirectory.Doubt(tracking, carrier) : null;

    /// <summary>Whether it would be taken as it is.</summary>
    public bool IsReady => IsOpen && IsFilled && TrackingProblem is null && CarrierProblem is null && quantities.Values.Any(q => q > 0);

    private bool IsWhole => Order.Lines.All(l => quantities[l.Id] == l.Left);

    /// <summary>Items of a line that go into the parcel.</summary>
    public int QuantityOf(Guid lineId) => quantities[lineId];

    /// <summary>Puts items of a line into the parcel; kept between none and what is left.</summary>
    public void SetQuantity(Guid lineId, int items) =>
        quantities[lineId] = Math.Clamp(items, 0, Order.Lines.Single(l => l.Id == lineId).Left);

    /// <summary>The parcel as it is kept until it is sent.</summary>
    public TypedParcel ToTyped() => new(Order.OrderId, tracking, carrierChosen ? carrier : "", IsWhole ? null : new Dictionary<Guid, int>(quantities));

    /// <summary>Takes over what was typed before; items beyond what is left by now are left out.</summary>
    public void Restore(TypedParcel typed)
    {
        Tracking = typed.TrackingNumber;
        if (typed.Carrier.Length > 0)
        {
            Carrier = typed.Carrier;
        }

        foreach (var line in Order.Lines.Where(l => typed.Quantities is not null))
        {
            SetQuantity(line.Id, typed.Quantities!.GetValueOrDefault(line.Id));
        }
    }

    /// <summary>Forgets what was typed.</summary>
    public void Reset()
    {
        (tracking, carrier, carrierChosen) = ("", "", false);
        Carrier = Order.PlannedCarrier ?? "";
        foreach (var line in Order.Lines)
        {
            quantities[line.Id] = line.Left;
        }
    }

    /// <summary>The parcel as a request; a whole order says so, so that it stays whole if a line changes meanwhile.</summary>
    public ShipRequest ToRequest()
    {
        var match = CarrierDirectory.Match(Marketplace!, null, carrier);
        return new ShipRequest(
            Order.OrderId, tracking, match.Name, match.Code,
            Lines: IsWhole ? null : [.. quantities.Where(q => q.Value > 0).Select(q => new ShipRequestLine(q.Key, q.Value))]);
    }
}
