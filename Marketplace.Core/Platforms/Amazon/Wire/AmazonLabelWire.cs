namespace Marketplace.Core.Platforms.Amazon.Wire;

/// <summary>Body of createRestrictedDataToken.</summary>
internal sealed record AmazonRestrictedWish(IReadOnlyList<AmazonRestrictedResource> RestrictedResources);

/// <summary>One call that may show who bought.</summary>
internal sealed record AmazonRestrictedResource(string Method, string Path);

/// <summary>Answer of createRestrictedDataToken.</summary>
internal sealed record AmazonRestrictedMade(string RestrictedDataToken)
{
    public override string ToString() => "AmazonRestrictedMade(hidden)";
}

/// <summary>Body of getEligibleShipmentServices. The names of this API begin with capitals.</summary>
internal sealed record AmazonEligibleWish(AmazonParcelWish ShipmentRequestDetails);

/// <summary>Body of createShipment.</summary>
internal sealed record AmazonLabelWish(AmazonParcelWish ShipmentRequestDetails, string ShippingServiceId, string ShippingServiceOfferId);

/// <summary>A parcel that wants a label.</summary>
internal sealed record AmazonParcelWish(
    string AmazonOrderId, IReadOnlyList<AmazonParcelItem> ItemList, AmazonSenderWire ShipFromAddress, AmazonSizeWire PackageDimensions, AmazonWeightWire Weight, AmazonServiceWish ShippingServiceOptions);

internal sealed record AmazonParcelItem(string OrderItemId, int Quantity);

internal sealed record AmazonSenderWire(
    string Name, string AddressLine1, string Email, string City, string? StateOrProvinceCode, string PostalCode, string CountryCode, string Phone);

internal sealed record AmazonSizeWire(decimal Length, decimal Width, decimal Height, string Unit);

internal sealed record AmazonWeightWire(decimal Value, string Unit);

internal sealed record AmazonServiceWish(string DeliveryExperience, bool CarrierWillPickUp, string LabelFormat);

/// <summary>Answer of getEligibleShipmentServices.</summary>
internal sealed record AmazonEligibleWire(IReadOnlyList<AmazonServiceWire>? ShippingServiceList);

internal sealed record AmazonServiceWire(
    string ShippingServiceId, string ShippingServiceOfferId, string ShippingServiceName, string CarrierName, DateTimeOffset? ShipDate,
    DateTimeOffset? EarliestEstimatedDeliveryDate, DateTimeOffset? LatestEstimatedDeliveryDate, AmazonAmountWire Rate, bool RequiresAdditionalSellerInputs);

/// <summary>Money as this API has it: a JSON number.</summary>
internal sealed record AmazonAmountWire(string CurrencyCode, decimal Amount);

/// <summary>A shipment with its label.</summary>
internal sealed record AmazonShipmentWire(string ShipmentId, string? Status, string? TrackingId, AmazonServiceWire ShippingService, AmazonLabelWire Label);

internal sealed record AmazonLabelWire(AmazonLabelFileWire FileContents);

/// <summary>The label: Base64 of GZIP of the file.</summary>
internal sealed record AmazonLabelFileWire(string Contents, string FileType);
