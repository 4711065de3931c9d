using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>
/// The operations that are called, with their limits. TikTok Shop publishes 50 calls a second for each app, shop and
/// operation, and calls the real quota dynamic: answers with <c>Retry-After</c> correct it.
/// </summary>
public static class TikTokOperations
{
    /// <summary>The marketplace's key.</summary>
    public static readonly MarketplaceKey Marketplace = new("tiktok");

    internal static readonly OperationPlan GetAccessToken = Plan("GetAccessToken");
    internal static readonly OperationPlan RefreshAccessToken = Plan("RefreshAccessToken");
    internal static readonly OperationPlan GetAuthorizedShops = Plan("GetAuthorizedShops");
    internal static readonly OperationPlan GetOrderList = Plan("GetOrderList");
    internal static readonly OperationPlan GetOrderDetail = Plan("GetOrderDetail");
    internal static readonly OperationPlan SearchProducts = Plan("SearchProducts");
    internal static readonly OperationPlan GetProduct = Plan("GetProduct");
    internal static readonly OperationPlan InventorySearch = Plan("InventorySearch");
    internal static readonly OperationPlan UpdateInventory = Plan("UpdateInventory");
    internal static readonly OperationPlan GetWarehouseList = Plan("GetWarehouseList");
    internal static readonly OperationPlan GetWarehouseDeliveryOptions = Plan("GetWarehouseDeliveryOptions");
    internal static readonly OperationPlan GetShippingProviders = Plan("GetShippingProviders");

    internal static readonly OperationPlan GetShopWebhooks = Plan("GetShopWebhooks");
    internal static readonly OperationPlan UpdateShopWebhook = Plan("UpdateShopWebhook");

    internal static readonly OperationPlan GetPackageDetail = Plan("GetPackageDetail");
    internal static readonly OperationPlan GetEligibleShippingService = Plan("GetEligibleShippingService");
    internal static readonly OperationPlan GetPackageHandoverTimeSlots = Plan("GetPackageHandoverTimeSlots");
    internal static readonly OperationPlan GetPackageShippingDocument = Plan("GetPackageShippingDocument");

    internal static readonly OperationPlan CancelOrder = Plan("CancelOrder");
    internal static readonly OperationPlan SearchCancellations = Plan("SearchCancellations");
    internal static readonly OperationPlan ApproveCancellation = Plan("ApproveCancellation");
    internal static readonly OperationPlan RejectCancellation = Plan("RejectCancellation");

    // Repeatable because each wish has a key of its own, and what was made before is looked for first.
    internal static readonly OperationPlan CreateReturn = Plan("CreateReturn");
    internal static readonly OperationPlan ApproveReturn = Plan("ApproveReturn");
    internal static readonly OperationPlan SearchReturns = Plan("SearchReturns");
    internal static readonly OperationPlan RejectReturn = Plan("RejectReturn");
    internal static readonly OperationPlan GetRejectReasons = Plan("GetRejectReasons");

    internal static readonly OperationPlan SearchCombinablePackages = Plan("SearchCombinablePackages");
    internal static readonly OperationPlan CombinePackage = Plan("CombinePackage");
    internal static readonly OperationPlan UncombinePackages = Plan("UncombinePackages");

    // Split off once, the units are found in a package of their own: a repeat is refused and does no harm.
    internal static readonly OperationPlan SplitOrders = Plan("SplitOrders");

    // Repeatable because a parcel that is already shipped is refused by its own code, which a read-back resolves.
    internal static readonly OperationPlan MarkPackageAsShipped = Plan("MarkPackageAsShipped");
    internal static readonly OperationPlan ShipPackage = Plan("ShipPackage");

    // A repeat is refused because the number was changed once already, which a read-back resolves.
    internal static readonly OperationPlan UpdatePackageShippingInfo = Plan("UpdatePackageShippingInfo");
    internal static readonly OperationPlan CreatePackages = Plan("CreatePackages");

    private static OperationPlan Plan(string name) => new(Marketplace, name, 50, 50);
}
