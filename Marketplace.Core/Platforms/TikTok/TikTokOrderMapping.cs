using Marketplace.Core.Common;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Turns a TikTok Shop order into neutral words.</summary>
internal static class TikTokOrderMapping
{
    /// <summary>The order in neutral words.</summary>
    /// <exception cref="FormatException">A part that no order can do without is missing or unreadable; the message names it.</exception>
    public static RemoteOrder Map(TikTokOrder order)
    {
        var payment = order.Payment ?? throw new FormatException("the order has no payment");
        var currency = payment.Currency is { Length: 3 } code ? code : throw new FormatException("the payment has no currency");
        var lines = TikTokFolding.Lines(order).Select(line => MapLine(line, currency)).ToList();
        if (lines.Count == 0)
        {
            throw new FormatException("the order has no items");
        }

        var status = StatusOf(order.Status);
        return new RemoteOrder
        {
            ExternalId = order.Id,
            Status = status,
            PlacedAt = DateTimeOffset.FromUnixTimeSeconds(order.CreateTime),
            UpdatedAt = DateTimeOffset.FromUnixTimeSeconds(order.UpdateTime ?? order.CreateTime),
            PaidAt = Time(order.PaidTime),
            ShipBy = Time(order.RtsSlaTime) ?? Time(order.ShippingDueTime),
            DeliverBy = Time(order.DeliverySlaTime) ?? Time(order.DeliveryOptionRequiredDeliveryTime),
            FulfilledByMarketplace = order.FulfillmentType is not (null or "" or "FULFILLMENT_BY_SELLER"),
            CancelRequested = order.IsBuyerRequestCancel ?? false,
            Buyer = MapBuyer(order),
            ShippingService = order.DeliveryOptionName?.Trim(),
            Subtotal = payment.SubTotal is { Length: > 0 } ? Amount(payment.SubTotal, currency, "sub_total") : Sum(lines, currency),
            Shipping = Amount(payment.ShippingFee, currency, "shipping_fee"),
            Tax = Amount(payment.Tax, currency, "tax"),
            Total = Amount(payment.TotalAmount, currency, "total_amount"),
            Lines = lines,
            PlatformData = TikTokJson.Write(TikTokOrderData.Of(order)),
        };
    }

    private static RemoteOrderStatus StatusOf(string status) => status switch
    {
        "UNPAID" or "ON_HOLD" => RemoteOrderStatus.Pending,
        "AWAITING_SHIPMENT" => RemoteOrderStatus.ReadyToShip,
        "PARTIALLY_SHIPPING" => RemoteOrderStatus.PartiallyShipped,
        "AWAITING_COLLECTION" or "IN_TRANSIT" => RemoteOrderStatus.Shipped,
        "DELIVERED" or "COMPLETED" => RemoteOrderStatus.Delivered,
        "CANCELLED" => RemoteOrderStatus.Cancelled,
        _ => throw new FormatException($"the status {status} is not known"),
    };

    private static RemoteOrderLine MapLine(TikTokLine line, string currency)
    {
        var unit = line.Sample;
        return new RemoteOrderLine
        {
            ExternalId = line.Id,
            ExternalListingId = unit.SkuId,
            Sku = string.IsNullOrWhiteSpace(unit.SellerSku) ? null : unit.SellerSku,
            Title = unit.ProductName is { Length: > 0 } name ? name : $"Product {unit.ProductId}",
            VariationTitle = VariationOf(unit.SkuName),
            Quantity = line.Wanted.Count(),
            QuantityShipped = line.Wanted.Count(wanted => wanted.IsShipped),
            UnitPrice = Amount(unit.SalePrice, unit.Currency is { Length: 3 } own ? own : currency, "sale_price"),
            Image = Uri.TryCreate(unit.SkuImage, UriKind.Absolute, out var image) ? image : null,
            PlatformData = TikTokJson.Write(new TikTokLineData([.. line.Wanted.Select(wanted => wanted.Id)])),
        };
    }

    // A product without variations has one SKU that TikTok Shop names "Default".
    private static string? VariationOf(string? skuName) =>
        string.IsNullOrWhiteSpace(skuName) || skuName == "Default" ? null : string.Join(" / ", skuName.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    // The address is absent before payment has settled, and starred out in part later. Its presence says nothing about
    // whether the order may be shipped; the status alone does.
    private static RemoteBuyer? MapBuyer(TikTokOrder order)
    {
        var address = order.RecipientAddress;
        if (address is null || string.IsNullOrWhiteSpace(address.Name + address.AddressLine1 + address.AddressDetail + address.PostalCode))
        {
            return null;
        }

        string?[] lines = [address.AddressLine1, address.AddressLine2, address.AddressLine3, address.AddressLine4];
        var streets = lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line!.Trim()).ToList();
        return new RemoteBuyer
        {
            UserName = order.BuyerNickname,
            UserId = order.UserId,
            Name = address.Name?.Trim(),
            Email = order.BuyerEmail,
            Phone = address.PhoneNumber?.Trim(),
            AddressLines = streets.Count > 0 || string.IsNullOrWhiteSpace(address.AddressDetail) ? streets : [address.AddressDetail.Trim()],
            City = District(address, "L3", "city") ?? address.PostTown ?? District(address, "L2", "city"),
            State = District(address, "L1", "state"),
            PostalCode = address.PostalCode?.Trim(),
            Country = address.RegionCode,
            Note = order.BuyerMessage is { Length: > 0 } note ? note : null,
        };
    }

    // Levels are not used alike in all markets, their names are; where no name fits, the usual level is taken.
    private static string? District(TikTokAddress address, string level, string name)
    {
        var districts = address.DistrictInfo ?? [];
        return (districts.FirstOrDefault(d => string.Equals(d.AddressLevelName, name, StringComparison.OrdinalIgnoreCase))
            ?? districts.FirstOrDefault(d => d.AddressLevel == level))?.AddressName;
    }

    private static Money Sum(IReadOnlyList<RemoteOrderLine> lines, string currency) =>
        lines.Aggregate(Money.Zero(currency), (sum, line) => sum + line.UnitPrice * line.Quantity);

    private static Money Amount(string? text, string currency, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Money.Zero(currency);
        }

        try
        {
            return Money.Parse(text, currency);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"the amount {field} is no number", exception);
        }
    }

    private static DateTimeOffset? Time(long? seconds) => seconds is > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;
}
