namespace Marketplace.Sandbox.TikTok.State;

/// <summary>A request to cancel an order, by its buyer or its seller. Times are Unix seconds.</summary>
internal sealed class TikTokCancellation
{
    public const string Pending = "CANCELLATION_REQUEST_PENDING";
    public const string Success = "CANCELLATION_REQUEST_SUCCESS";
    public const string Withdrawn = "CANCELLATION_REQUEST_CANCELLED";

    /// <summary>The same status as the search's filter spells it.</summary>
    public const string WithdrawnInFilter = "CANCELLATION_REQUEST_CANCEL";

    public required string Id { get; init; }

    public required TikTokOrder Order { get; init; }

    public required bool ByBuyer { get; init; }

    public required string Reason { get; init; }

    public required long CreateTime { get; init; }

    public required IReadOnlyList<TikTokUnit> Units { get; init; }

    public long UpdateTime { get; set; }

    public string Status { get; set; } = Pending;

    /// <summary>Carries the request out: the units are gone from the order, and back on the shelf.</summary>
    public void Carry(TikTokShop shop, DateTimeOffset now)
    {
        Status = Success;
        UpdateTime = now.ToUnixTimeSeconds();
        foreach (var unit in Units.Where(unit => unit.Status != "CANCELLED"))
        {
            unit.Status = "CANCELLED";
            unit.Package?.Content.RemoveAll(content => content.Unit == unit);
            if (unit.Package is { Content.Count: 0 } empty)
            {
                shop.Remove(empty);
            }

            unit.Package = null;
            unit.Sku.Committed = Math.Max(0, unit.Sku.Committed - 1);
            unit.Sku.Shelves[0].Quantity++;
            unit.Sku.Note(now, $"cancelled order {Order.Id}");
        }

        Order.BuyerWantsToCancel = false;
        if (Order.Units.TrueForAll(unit => unit.Status == "CANCELLED"))
        {
            Order.Status = "CANCELLED";
            Order.CancelTime = now.ToUnixTimeSeconds();
        }
        else if (!Order.Unshipped.Any())
        {
            Order.Status = "AWAITING_COLLECTION";
        }

        shop.Orders.Touch(Order, now);
    }
}
