namespace Marketplace.Sandbox.Amazon;

/// <summary>Cancels orders and lines for the seller.</summary>
internal static class AmazonCancelling
{
    /// <summary>Reasons that a seller may give.</summary>
    public static IReadOnlySet<string> Reasons { get; } = new HashSet<string>
    {
        "NoInventory", "ShippingAddressUndeliverable", "CustomerExchange", "BuyerCanceled", "GeneralAdjustment", "CarrierCreditDecision",
        "RiskAssessmentInformationNotValid", "CarrierCoverageFailure", "CustomerReturn", "MerchandiseNotReceived", "PricingError",
    };

    /// <summary>Cancels lines, all when none is named. Hold the store's lock.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="order">The order.</param>
    /// <param name="reasons">Line to reason.</param>
    /// <param name="at">UTC.</param>
    public static void Cancel(AmazonStore store, AmazonOrder order, IReadOnlyDictionary<string, string> reasons, DateTimeOffset at)
    {
        Check(order, reasons.Keys);
        foreach (var item in order.Items.Where(i => reasons.Count == 0 || reasons.ContainsKey(i.Id)))
        {
            item.CancelReason = reasons.GetValueOrDefault(item.Id, "GeneralAdjustment");
        }

        if (order.Items.All(i => i.CancelReason is not null && i.Shipped == 0))
        {
            order.CancelReason = order.Items[0].CancelReason;
            order.Status = AmazonOrderStatus.Cancelled;
            store.Touch(order, at);
        }
        else
        {
            AmazonConfirmations.Recount(store, order, at);
        }
    }

    /// <summary>Refuses what the order's state does not allow. Hold the store's lock.</summary>
    public static void Check(AmazonOrder order, IEnumerable<string> items)
    {
        if (order.ShippedByAmazon || order.Status is not (AmazonOrderStatus.Unshipped or AmazonOrderStatus.PartiallyShipped))
        {
            throw AmazonReplies.Invalid($"An order in status {AmazonOrderStatus.Old(order.Status)} cannot be cancelled by the seller.");
        }

        foreach (var id in items)
        {
            if (order.Items.FirstOrDefault(i => i.Id == id) is not { Shipped: 0 })
            {
                throw AmazonReplies.Invalid($"Order item {id} is unknown or shipped already.");
            }
        }
    }
}
