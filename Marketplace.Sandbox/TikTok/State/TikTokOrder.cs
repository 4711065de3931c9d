using System.Text.Json.Nodes;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.TikTok.State;

/// <summary>An order as the shop holds it.</summary>
internal sealed class TikTokOrder
{
    public required int Number { get; init; }

    public required string Id { get; init; }

    public required SampleBuyer Buyer { get; init; }

    public required long CreateTime { get; init; }

    public required bool BySeller { get; init; }

    public required string WarehouseId { get; init; }

    public required List<TikTokUnit> Units { get; init; }

    public string Status { get; set; } = "AWAITING_SHIPMENT";

    public long UpdateTime { get; set; }

    public long? PaidTime { get; set; }

    public long? RtsTime { get; set; }

    public long? CancelTime { get; set; }

    public bool BuyerWantsToCancel { get; set; }

    public bool WasOnHold { get; set; }

    public string? CombineTag { get; set; }

    /// <summary>Other systems' orders that this one is known as, by platform.</summary>
    public Dictionary<string, JsonObject> References { get; } = [];

    public IEnumerable<TikTokUnit> Unshipped => Units.Where(unit => unit.Status == "AWAITING_SHIPMENT");
}

/// <summary>One unit of an order; two of a thing are two of these.</summary>
internal sealed class TikTokUnit
{
    public required string Id { get; init; }

    public required TikTokSku Sku { get; init; }

    public required int PriceCents { get; init; }

    public string Status { get; set; } = "AWAITING_SHIPMENT";

    public TikTokPackage? Package { get; set; }
}

/// <summary>A parcel, possibly of several orders.</summary>
internal sealed class TikTokPackage
{
    public required int Number { get; init; }

    public required string Id { get; init; }

    public required bool BySeller { get; init; }

    public required long CreateTime { get; init; }

    public long UpdateTime { get; set; }

    /// <summary>TO_FULFILL until it is shipped.</summary>
    public string Status { get; set; } = "TO_FULFILL";

    public string? TrackingNumber { get; set; }

    public string? ProviderId { get; set; }

    public string? ProviderName { get; set; }

    public string? HandoverMethod { get; set; }

    public (long Start, long End)? PickupSlot { get; set; }

    public long? ShippedAt { get; set; }

    public int TrackingUpdates { get; set; }

    public string SplitOrCombine { get; set; } = "DEFAULT";

    public List<(TikTokOrder Order, TikTokUnit Unit)> Content { get; } = [];
}
