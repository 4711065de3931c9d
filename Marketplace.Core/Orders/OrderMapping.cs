using Marketplace.Core.Platforms;

namespace Marketplace.Core.Orders;

/// <summary>Writes a marketplace's answer onto an order. Knows no stock and no database.</summary>
internal static class OrderMapping
{
    /// <summary>Copies head and lines. The state is set by <see cref="OrderStateMachine"/>, the buyer by the caller, who can encrypt.</summary>
    public static void Copy(RemoteOrder remote, Order order)
    {
        order.FulfilledByMarketplace = remote.FulfilledByMarketplace;
        order.CancelRequested = remote.CancelRequested;
        order.PlacedAt = remote.PlacedAt;
        order.RemoteUpdatedAt = remote.UpdatedAt;
        order.ShipBy = remote.ShipBy ?? Order.NoShipBy;
        order.DeliverBy = remote.DeliverBy;
        order.ShippingService = remote.ShippingService;
        order.Currency = remote.Total.Currency;
        order.SubtotalMinor = remote.Subtotal.Minor;
        order.ShippingMinor = remote.Shipping.Minor;
        order.TaxMinor = remote.Tax.Minor;
        order.TotalMinor = remote.Total.Minor;
        order.PlatformData = remote.PlatformData;
        foreach (var line in remote.Lines)
        {
            CopyLine(line, order);
        }

        // A line that the marketplace does not name any more was cancelled as a whole.
        foreach (var gone in order.Lines.Where(l => remote.Lines.All(r => r.ExternalId != l.ExternalId)))
        {
            gone.Quantity = gone.QuantityShipped;
        }

        order.State = OrderStateMachine.Next(
            order.ImportedAt == default ? null : order.State, remote.Status, order.Lines.Sum(l => l.QuantityShipped), order.Lines.Sum(l => l.Quantity));
        order.ItemCount = order.Lines.Sum(l => l.Quantity);
        order.Summary = order.Lines.Count > 1 ? $"{order.Lines[0].Title} + {order.Lines.Count - 1} more" : order.Lines[0].Title;
        AddSearchText(order);
    }

    private static void CopyLine(RemoteOrderLine remote, Order order)
    {
        var line = order.Lines.Find(l => l.ExternalId == remote.ExternalId);
        if (line is null)
        {
            line = new OrderLine { SellerId = order.SellerId, OrderId = order.Id, ExternalId = remote.ExternalId };
            order.Lines.Add(line);
        }

        line.ExternalListingId = remote.ExternalListingId;
        line.Sku = remote.Sku;
        line.Title = remote.Title;
        line.VariationTitle = remote.VariationTitle;
        line.Quantity = remote.Quantity;
        line.QuantityShipped = Math.Max(line.QuantityShipped, remote.QuantityShipped);
        line.UnitPriceMinor = remote.UnitPrice.Minor;
        line.ImageUrl = remote.Image?.ToString();
        line.PlatformData = remote.PlatformData;
    }

    // Words are only added, so that tracking numbers which others have put there stay.
    private static void AddSearchText(Order order)
    {
        var words = order.Lines.SelectMany(l => new[] { l.Sku, l.Title }).Prepend(order.ExternalId)
            .Where(w => !string.IsNullOrEmpty(w)).Select(w => w!.ToUpperInvariant());
        foreach (var word in words.Where(w => !order.SearchText.Contains(w, StringComparison.Ordinal)))
        {
            order.SearchText = order.SearchText.Length == 0 ? word : $"{order.SearchText} {word}";
        }
    }
}
