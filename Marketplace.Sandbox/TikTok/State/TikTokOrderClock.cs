namespace Marketplace.Sandbox.TikTok.State;

/// <summary>How an order moves by the clock: unpaid, on hold while the buyer may still cancel, awaiting shipment; later with the carrier.</summary>
internal static class TikTokOrderClock
{
    /// <summary>Puts a new order into its first state and plans the next ones.</summary>
    public static void Start(
        TikTokShop shop, TikTokOrder order, string? status, TikTokSandboxOptions options, PriorityQueue<(TikTokOrder Order, string Status), long> due)
    {
        status ??= options.UnpaidSeconds > 0 ? "UNPAID" : options.OnHoldSeconds > 0 ? "ON_HOLD" : "AWAITING_SHIPMENT";
        var time = order.CreateTime;
        if (status == "UNPAID")
        {
            order.Status = "UNPAID";
            SetUnits(order, "UNPAID");
            time += (long)Math.Ceiling(options.UnpaidSeconds);
            due.Enqueue((order, options.OnHoldSeconds > 0 ? "ON_HOLD" : "AWAITING_SHIPMENT"), time);
        }
        else
        {
            Turn(shop, order, status, DateTimeOffset.FromUnixTimeSeconds(time));
        }

        if (status == "ON_HOLD" || (status == "UNPAID" && options.OnHoldSeconds > 0))
        {
            due.Enqueue((order, "AWAITING_SHIPMENT"), time + (options.OnHoldSeconds > 0 ? (long)Math.Ceiling(options.OnHoldSeconds) : 3600));
        }
    }

    /// <summary>Moves an order on, unless something else has happened to it meanwhile.</summary>
    public static void Turn(TikTokShop shop, TikTokOrder order, string status, DateTimeOffset at)
    {
        if (status is "IN_TRANSIT" or "DELIVERED")
        {
            Carry(shop, order, status, at);
            return;
        }

        if (order.Status is not ("UNPAID" or "ON_HOLD") && order.PaidTime is not null)
        {
            return;
        }

        order.PaidTime ??= at.ToUnixTimeSeconds();
        order.WasOnHold |= status == "ON_HOLD";
        order.Status = status;
        SetUnits(order, "AWAITING_SHIPMENT");
        if (status == "AWAITING_SHIPMENT" && shop.Market.HasPackagesBeforeShipping)
        {
            shop.NewPackage(order.BySeller, at.ToUnixTimeSeconds(), order.Units.Select(unit => (order, unit)));
        }

        if (shop.Orders.Find(order.Id) is not null)
        {
            shop.Orders.Touch(order, at);
        }
    }

    // The carrier takes an order only as a whole; one that is still shipped in part waits.
    private static void Carry(TikTokShop shop, TikTokOrder order, string status, DateTimeOffset at)
    {
        if (order.Status is not ("AWAITING_COLLECTION" or "IN_TRANSIT") || order.Status == status)
        {
            return;
        }

        order.Status = status;
        foreach (var unit in order.Units.Where(unit => unit.Status != "CANCELLED"))
        {
            unit.Status = status;
            if (unit.Package is { } package)
            {
                package.Status = status == "DELIVERED" ? "COMPLETED" : "FULFILLING";
                package.UpdateTime = at.ToUnixTimeSeconds();
            }
        }

        shop.Orders.Touch(order, at);
    }

    private static void SetUnits(TikTokOrder order, string status)
    {
        foreach (var unit in order.Units)
        {
            unit.Status = status;
        }
    }
}
