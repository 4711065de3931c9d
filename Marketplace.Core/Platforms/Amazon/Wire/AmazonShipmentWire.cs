namespace Marketplace.Core.Platforms.Amazon.Wire;

/// <summary>Body of confirmShipment.</summary>
internal sealed record AmazonConfirmationWire(string MarketplaceId, AmazonPackageDetailWire PackageDetail);

/// <summary>A parcel in confirmShipment.</summary>
internal sealed record AmazonPackageDetailWire
{
    /// <summary>A positive whole number, written as a JSON string: as a JSON number Amazon refuses it.</summary>
    public required string PackageReferenceId { get; init; }

    public required string CarrierCode { get; init; }

    public string? CarrierName { get; init; }

    public required string TrackingNumber { get; init; }

    public required string ShipDate { get; init; }

    public required IReadOnlyList<AmazonPackageItemWire> OrderItems { get; init; }
}

/// <summary>Answer of getOrder, read for its parcels alone.</summary>
internal sealed record AmazonPackagesAnswerWire(AmazonPackagesWire Order);

/// <summary>The parcels of an order.</summary>
internal sealed record AmazonPackagesWire(IReadOnlyList<AmazonPackageWire>? Packages);
