using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Turns Amazon's orders into neutral ones.</summary>
internal static class AmazonOrderMapping
{
    /// <summary>Maps an order; what cannot be used becomes a defect with its reason.</summary>
    public static (RemoteOrder? Order, RemoteDefect? Defect) Map(JsonElement raw)
    {
        try
        {
            var wire = raw.Deserialize<AmazonOrderWire>(AmazonJson.Options) ?? throw new JsonException("The order is empty.");
            return (Map(wire), null);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or OverflowException)
        {
            // The text of a JSON exception may quote the buyer's data, its path does not.
            var reason = exception is JsonException { Path: { Length: > 0 } path } ? $"Amazon sent it with an unreadable {path}." : exception is JsonException ? "Amazon sent it in an unreadable form." : exception.Message;
            return (null, new RemoteDefect(IdOf(raw), reason));
        }
    }

    /// <summary>State in neutral words; a status that is not known yet keeps the order from being shipped.</summary>
    /// <exception cref="FormatException">The status is new to this client.</exception>
    public static RemoteOrderStatus StatusOf(string? status, IReadOnlyList<AmazonPackageWire>? packages) => status switch
    {
        "PENDING" or "PENDING_AVAILABILITY" => RemoteOrderStatus.Pending,
        "UNSHIPPED" => RemoteOrderStatus.ReadyToShip,
        "PARTIALLY_SHIPPED" => RemoteOrderStatus.PartiallyShipped,
        "SHIPPED" when packages is { Count: > 0 } && packages.All(p => p.PackageStatus?.Status == "DELIVERED") => RemoteOrderStatus.Delivered,
        "SHIPPED" => RemoteOrderStatus.Shipped,
        "CANCELLED" or "UNFULFILLABLE" => RemoteOrderStatus.Cancelled,
        _ => throw new FormatException($"Amazon gives the order the status '{status}', which is not known here."),
    };

    private static RemoteOrder Map(AmazonOrderWire wire)
    {
        var fulfillment = wire.Fulfillment ?? throw new FormatException("Amazon sent the order without its fulfilment status.");
        var marketplaceId = wire.SalesChannel.MarketplaceId ?? "";
        var currency = CurrencyOf(wire, marketplaceId);
        var byAmazon = fulfillment.FulfilledBy == "AMAZON";
        var status = StatusOf(fulfillment.FulfillmentStatus, wire.Packages);
        Money Sum(string type) => wire.OrderItems
            .SelectMany(i => i.Proceeds?.Breakdowns ?? [])
            .Where(b => b.Type == type)
            .Aggregate(Money.Zero(currency), (sum, b) => sum + MoneyOf(b.Subtotal, currency));
        var (subtotal, shipping, tax) = (Sum("ITEM"), Sum("SHIPPING"), Sum("TAX"));
        return new RemoteOrder
        {
            ExternalId = wire.OrderId,
            Status = status,
            PlacedAt = wire.CreatedTime.ToUniversalTime(),
            UpdatedAt = wire.LastUpdatedTime.ToUniversalTime(),
            PaidAt = status == RemoteOrderStatus.Pending ? null : wire.CreatedTime.ToUniversalTime(),
            ShipBy = fulfillment.ShipByWindow?.LatestDateTime?.ToUniversalTime(),
            DeliverBy = fulfillment.DeliverByWindow?.LatestDateTime?.ToUniversalTime(),
            FulfilledByMarketplace = byAmazon,
            CancelRequested = status is not RemoteOrderStatus.Cancelled && wire.OrderItems.Any(i => i.Cancellation is { CancellationRequest: not null, CancellationExecution: null }),
            Buyer = BuyerOf(wire),
            ShippingService = ServiceOf(wire),
            Subtotal = subtotal,
            Shipping = shipping,
            Tax = tax,
            Total = wire.Proceeds?.GrandTotal is { } total ? MoneyOf(total, currency) : subtotal + shipping + tax,
            Lines = wire.OrderItems.Count > 0 ? [.. wire.OrderItems.Select(i => LineOf(i, marketplaceId, currency))] : throw new FormatException("Amazon sent the order without any item."),
            PlatformData = AmazonJson.Write(new AmazonOrderData(marketplaceId, byAmazon)),
        };
    }

    private static RemoteOrderLine LineOf(AmazonOrderItemWire item, string marketplaceId, string currency)
    {
        var shipped = item.Fulfillment?.QuantityFulfilled ?? 0;
        var cancelled = item.Cancellation?.CancellationExecution is not null;
        return new RemoteOrderLine
        {
            ExternalId = item.OrderItemId,
            ExternalListingId = item.Product.SellerSku is { Length: > 0 } sku && marketplaceId.Length > 0 ? AmazonListingData.IdOf(marketplaceId, sku) : null,
            Sku = item.Product.SellerSku,
            Title = item.Product.Title ?? item.Product.Asin ?? item.Product.SellerSku ?? item.OrderItemId,
            // Once a cancellation was carried out, only what was or will be shipped is still ordered.
            Quantity = cancelled ? shipped + (item.Fulfillment?.QuantityUnfulfilled ?? 0) : item.QuantityOrdered,
            QuantityShipped = shipped,
            UnitPrice = UnitPriceOf(item, currency),
        };
    }

    // The ITEM subtotal is the line's total, not the price of one item.
    private static Money UnitPriceOf(AmazonOrderItemWire item, string currency)
    {
        if (item.Product.Price?.UnitPrice is { } price)
        {
            return MoneyOf(price, currency);
        }

        var line = item.Proceeds?.Breakdowns?.FirstOrDefault(b => b.Type == "ITEM");
        return line is null || item.QuantityOrdered <= 0
            ? Money.Zero(currency)
            : Money.FromMajor(MoneyOf(line.Subtotal, currency).Major / item.QuantityOrdered, currency);
    }

    private static RemoteBuyer? BuyerOf(AmazonOrderWire wire)
    {
        var address = wire.Recipient?.DeliveryAddress;
        return wire.Buyer is null && address is null
            ? null
            : new RemoteBuyer
            {
                UserName = wire.Buyer?.BuyerName,
                Email = wire.Buyer?.BuyerEmail,
                Name = address?.Name ?? wire.Buyer?.BuyerName,
                Company = Filled(address?.CompanyName) ?? Filled(wire.Buyer?.BuyerCompanyName),
                Phone = Filled(address?.Phone),
                AddressLines = [.. new[] { address?.AddressLine1, address?.AddressLine2, address?.AddressLine3, address?.DistrictOrCounty }.Select(Filled).OfType<string>()],
                City = Filled(address?.City),
                State = Filled(address?.StateOrRegion),
                PostalCode = Filled(address?.PostalCode),
                Country = Filled(address?.CountryCode),
                Note = Filled(wire.Recipient?.DeliveryPreference?.AddressInstruction),
            };
    }

    private static string? ServiceOf(AmazonOrderWire wire)
    {
        var level = wire.Fulfillment?.FulfillmentServiceLevel;
        return wire.Programs?.Contains("PRIME") == true ? $"PRIME {level}".TrimEnd() : level;
    }

    // A pending order carries no price at all, so the currency is that of its store front.
    private static string CurrencyOf(AmazonOrderWire wire, string marketplaceId) =>
        wire.Proceeds?.GrandTotal?.CurrencyCode
        ?? wire.OrderItems.Select(i => i.Proceeds?.Breakdowns is [var first, ..] ? first.Subtotal.CurrencyCode : i.Product.Price?.UnitPrice?.CurrencyCode).FirstOrDefault(c => c is not null)
        ?? AmazonMarketplaces.Find(marketplaceId)?.Currency
        ?? throw new FormatException($"Amazon sent no price, and the store front '{marketplaceId}' is not known here.");

    private static Money MoneyOf(AmazonMoneyWire money, string currency) =>
        money.CurrencyCode == currency
            ? Money.Parse(money.Amount, currency)
            : throw new FormatException($"Amazon mixes {money.CurrencyCode} and {currency} in one order.");

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string IdOf(JsonElement raw) =>
        raw.ValueKind == JsonValueKind.Object && raw.TryGetProperty("orderId", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString()! : "(without id)";
}
