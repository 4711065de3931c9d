namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>A line of an order.</summary>
internal sealed record EbayLineItem
{
    public string? LineItemId { get; init; }

    public string? LegacyItemId { get; init; }

    public string? LegacyVariationId { get; init; }

    public string? Sku { get; init; }

    public string? Title { get; init; }

    public int? Quantity { get; init; }

    /// <summary>Unit price times quantity, before discounts.</summary>
    public EbayAmount? LineItemCost { get; init; }

    public EbayAmount? DiscountedLineItemCost { get; init; }

    public string? LineItemFulfillmentStatus { get; init; }

    public EbayLineInstructions? LineItemFulfillmentInstructions { get; init; }

    public IReadOnlyList<EbayNameValue>? VariationAspects { get; init; }

    /// <summary>Refunds on this line alone.</summary>
    public IReadOnlyList<EbayOrderRefund>? Refunds { get; init; }
}

/// <summary>Dates of a line, UTC.</summary>
internal sealed record EbayLineInstructions(DateTimeOffset? ShipByDate, DateTimeOffset? MaxEstimatedDeliveryDate);

/// <summary>A name with its value.</summary>
internal sealed record EbayNameValue(string? Name, string? Value);

/// <summary>How an order is to be shipped.</summary>
internal sealed record EbayFulfillmentStart
{
    public string? FulfillmentInstructionsType { get; init; }

    public EbayShippingStep? ShippingStep { get; init; }
}

/// <summary>Where a parcel goes.</summary>
internal sealed record EbayShippingStep(EbayContact? ShipTo, string? ShippingServiceCode, string? ShipToReferenceId);

/// <summary>A person at an address.</summary>
internal sealed record EbayContact
{
    public string? FullName { get; init; }

    public string? CompanyName { get; init; }

    public EbayAddress? ContactAddress { get; init; }

    public EbayPhone? PrimaryPhone { get; init; }

    public string? Email { get; init; }
}

/// <summary>A telephone number.</summary>
internal sealed record EbayPhone(string? PhoneNumber);

/// <summary>An address.</summary>
internal sealed record EbayAddress
{
    public string? AddressLine1 { get; init; }

    public string? AddressLine2 { get; init; }

    public string? City { get; init; }

    public string? StateOrProvince { get; init; }

    public string? PostalCode { get; init; }

    public string? CountryCode { get; init; }
}
