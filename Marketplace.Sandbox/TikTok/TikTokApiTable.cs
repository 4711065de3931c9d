using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.TikTok.Operations;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Webhooks;

namespace Marketplace.Sandbox.TikTok;

/// <summary>Every operation of the API with its path, scope and shop rule.</summary>
internal sealed class TikTokApiTable(OperationTable operations, TikTokGate gate)
{
    /// <summary>Published calls a second for each app, shop and operation.</summary>
    public const double Rate = 50;

    private const string Authorization = "seller.authorization.info";
    private const string Orders = "seller.order.info";
    private const string Products = "seller.product.basic";
    private const string ProductWrite = "seller.product.write";
    private const string Fulfillment = "seller.fulfillment.basic";
    private const string PackageWrite = "seller.fulfillment.package.write";
    private const string Logistics = "seller.logistics";
    private const string ShopInfo = "seller.shop.info";
    private const string Returns = "seller.return_refund.basic";

    /// <summary>Adds them all.</summary>
    public void Add(TikTokSandboxOptions options, TikTokCredentials credentials, TikTokCourier courier)
    {
        Add("GetAuthorizedShops", "GET", "/authorization/202309/shops", Authorization, TikTokCipherRule.Forbidden, TikTokAuthorization.Shops);
        Add("GetActiveShops", "GET", "/seller/202309/shops", ShopInfo, TikTokCipherRule.Forbidden, TikTokSellerOperations.Shops);
        Add("GetSellerPermissions", "GET", "/seller/202309/permissions", ShopInfo, TikTokCipherRule.Forbidden, TikTokSellerOperations.Permissions);
        Add("GetShopWebhooks", "GET", "/event/202309/webhooks", Authorization, TikTokCipherRule.Required, TikTokWebhookOperations.List);
        Add("UpdateShopWebhook", "PUT", "/event/202309/webhooks", Authorization, TikTokCipherRule.Required, TikTokWebhookOperations.Put);
        Add("DeleteShopWebhook", "DELETE", "/event/202309/webhooks", Authorization, TikTokCipherRule.Required, TikTokWebhookOperations.Delete);
        AddOrders();
        AddReturns(new TikTokReturnOperations(options, courier), new TikTokRefundOperations(courier));
        AddProducts(options);
        AddShipping();
        AddPackages(new TikTokSplitOperations(courier), credentials, options);
    }

    private void AddOrders()
    {
        Add("GetOrderList", "POST", "/order/202309/orders/search", Orders, TikTokCipherRule.Required, TikTokOrderOperations.Search);
        Add("GetOrderDetail", "GET", "/order/202309/orders", Orders, TikTokCipherRule.Required, TikTokOrderOperations.Detail);
        Add("GetOrderDetail", "GET", "/order/202507/orders", Orders, TikTokCipherRule.Required, TikTokOrderOperations.Detail);
        Add("GetPriceDetail", "GET", "/order/202407/orders/{order_id}/price_detail", Orders, TikTokCipherRule.Required, TikTokSellerOperations.PriceDetail);
        Add("AddExternalOrderReferences", "POST", "/order/202406/orders/external_orders", Orders, TikTokCipherRule.Required, TikTokReferenceOperations.Add);
        Add("GetExternalOrderReferences", "GET", "/order/202406/orders/{order_id}/external_orders", Orders, TikTokCipherRule.Required, TikTokReferenceOperations.Get);
        Add("SearchOrderByExternalOrderReference", "POST", "/order/202406/orders/external_order_search", Orders, TikTokCipherRule.Required, TikTokReferenceOperations.Search);
        Add("CancelOrder", "POST", "/return_refund/202309/cancellations", Returns, TikTokCipherRule.Required, TikTokCancelOperations.Cancel);
        Add("SearchCancellations", "POST", "/return_refund/202309/cancellations/search", Returns, TikTokCipherRule.Required, TikTokCancelOperations.Search);
        Add("ApproveCancellation", "POST", "/return_refund/202309/cancellations/{cancel_id}/approve", Returns, TikTokCipherRule.Required, TikTokCancelOperations.Approve);
        Add("RejectCancellation", "POST", "/return_refund/202309/cancellations/{cancel_id}/reject", Returns, TikTokCipherRule.Required, TikTokCancelOperations.Reject);
    }

    private void AddReturns(TikTokReturnOperations returns, TikTokRefundOperations refunds)
    {
        Add("CreateReturn", "POST", "/return_refund/202309/returns", Returns, TikTokCipherRule.Required, refunds.Create);
        Add("SearchReturns", "POST", "/return_refund/202309/returns/search", Returns, TikTokCipherRule.Required, returns.Search);
        Add("ApproveReturn", "POST", "/return_refund/202309/returns/{return_id}/approve", Returns, TikTokCipherRule.Required, returns.Approve);
        Add("RejectReturn", "POST", "/return_refund/202309/returns/{return_id}/reject", Returns, TikTokCipherRule.Required, returns.Reject);
        Add("GetReturnRecords", "GET", "/return_refund/202309/returns/{return_id}/records", Returns, TikTokCipherRule.Required, TikTokReturnOperations.Records);
        Add("GetRejectReasons", "GET", "/return_refund/202309/reject_reasons", Returns, TikTokCipherRule.Required, TikTokCancelOperations.RejectReasons);
        Add("GetAftersaleEligibility", "GET", "/return_refund/202309/orders/{order_id}/aftersale_eligibility", Returns, TikTokCipherRule.Required, TikTokRefundOperations.Eligibility);
        Add("CalculateRefund", "POST", "/return_refund/202309/refunds/calculate", Returns, TikTokCipherRule.Required, TikTokRefundOperations.Calculate);
    }

    private void AddProducts(TikTokSandboxOptions options)
    {
        foreach (var version in (string[])["202309", "202312", "202502"])
        {
            Add("SearchProducts", "POST", $"/product/{version}/products/search", Products, TikTokCipherRule.Required, TikTokProductOperations.Search(version, options));
        }

        Add("GetProduct", "GET", "/product/202309/products/{product_id}", Products, TikTokCipherRule.Required, TikTokProductOperations.Detail);
        Add("ActivateProduct", "POST", "/product/202309/products/activate", Products, TikTokCipherRule.Required, TikTokSellerOperations.SetStatus("ACTIVATE"));
        Add("DeactivateProducts", "POST", "/product/202309/products/deactivate", Products, TikTokCipherRule.Required, TikTokSellerOperations.SetStatus("SELLER_DEACTIVATED"));
        Add("UpdatePrice", "POST", "/product/202309/products/{product_id}/prices/update", ProductWrite, TikTokCipherRule.Required, TikTokSellerOperations.UpdatePrices);
        Add("InventorySearch", "POST", "/product/202309/inventory/search", Products, TikTokCipherRule.Required, TikTokInventoryOperations.Search);
        Add("UpdateInventory", "POST", "/product/202309/products/{product_id}/inventory/update", ProductWrite, TikTokCipherRule.Optional, TikTokInventoryOperations.Update);
    }

    private void AddShipping()
    {
        Add("MarkPackageAsShipped", "POST", "/fulfillment/202309/orders/{order_id}/packages", Fulfillment, TikTokCipherRule.Required, TikTokShipOperations.Mark);
        Add("ShipPackage", "POST", "/fulfillment/202309/packages/{package_id}/ship", Fulfillment, TikTokCipherRule.Required, TikTokShipOperations.Ship);
        Add("BatchShipPackages", "POST", "/fulfillment/202309/packages/ship", Fulfillment, TikTokCipherRule.Required, TikTokShipOperations.ShipMany);
        Add("UpdateShippingInfo", "POST", "/fulfillment/202309/orders/{order_id}/shipping_info/update", Logistics, TikTokCipherRule.Required, TikTokShipOperations.UpdateTracking);
        Add("UpdatePackageShippingInfo", "POST", "/fulfillment/202309/packages/{package_id}/shipping_info/update", Fulfillment, TikTokCipherRule.Required, TikTokShipOperations.UpdateTracking);
        Add("UpdatePackageDeliveryStatus", "POST", "/fulfillment/202309/packages/deliver", Fulfillment, TikTokCipherRule.Required, TikTokPackageOperations.Deliver);
        Add("GetTracking", "GET", "/fulfillment/202309/orders/{order_id}/tracking", Logistics, TikTokCipherRule.Required, TikTokPackageOperations.Tracking);
        Add("GetGlobalSellerWarehouse", "GET", "/logistics/202309/global_warehouses", Logistics, TikTokCipherRule.Forbidden, TikTokLogisticsOperations.GlobalWarehouses);
        Add("GetWarehouseList", "GET", "/logistics/202309/warehouses", Logistics, TikTokCipherRule.Required, TikTokLogisticsOperations.Warehouses);
        Add("GetWarehouseDeliveryOptions", "GET", "/logistics/202309/warehouses/{warehouse_id}/delivery_options", Logistics, TikTokCipherRule.Required, TikTokLogisticsOperations.DeliveryOptions);
        Add("GetShippingProviders", "GET", "/logistics/202309/delivery_options/{delivery_option_id}/shipping_providers", Fulfillment, TikTokCipherRule.Required, TikTokLogisticsOperations.Providers);
    }

    private void AddPackages(TikTokSplitOperations split, TikTokCredentials credentials, TikTokSandboxOptions options)
    {
        Add("GetPackageDetail", "GET", "/fulfillment/202309/packages/{package_id}", Fulfillment, TikTokCipherRule.Optional, TikTokPackageOperations.Detail);
        Add("SearchPackage", "POST", "/fulfillment/202309/packages/search", Fulfillment, TikTokCipherRule.Optional, TikTokPackageOperations.Search);
        Add("GetEligibleShippingService", "POST", "/fulfillment/202309/orders/{order_id}/shipping_services/query", Fulfillment, TikTokCipherRule.Required, TikTokLabelOperations.Services);
        Add("CreatePackages", "POST", "/fulfillment/202309/packages", Fulfillment, TikTokCipherRule.Required, TikTokLabelOperations.Create);
        Add("GetPackageHandoverTimeSlots", "GET", "/fulfillment/202309/packages/{package_id}/handover_time_slots", PackageWrite, TikTokCipherRule.Required, TikTokLabelOperations.Slots);
        Add("GetPackageShippingDocument", "GET", "/fulfillment/202309/packages/{package_id}/shipping_documents", Fulfillment, TikTokCipherRule.Required, TikTokLabelOperations.Document(credentials, options));
        Add("SplitOrders", "POST", "/fulfillment/202309/orders/{order_id}/split", PackageWrite, TikTokCipherRule.Required, split.Split);
        Add("GetOrderSplitAttributes", "GET", "/fulfillment/202309/orders/split_attributes", PackageWrite, TikTokCipherRule.Required, TikTokSplitOperations.Attributes);
        Add("SearchCombinablePackages", "GET", "/fulfillment/202309/combinable_packages/search", PackageWrite, TikTokCipherRule.Required, TikTokSplitOperations.Combinable);
        Add("CombinePackage", "POST", "/fulfillment/202309/packages/combine", PackageWrite, TikTokCipherRule.Required, split.Combine);
        Add("UncombinePackages", "POST", "/fulfillment/202309/packages/{package_id}/uncombine", PackageWrite, TikTokCipherRule.Required, split.Uncombine);
    }

    private void Add(string name, string method, string path, string scope, TikTokCipherRule rule, Func<TikTokRequest, JsonObject> handler) =>
        operations.Add(name, method, "api", path, gate.Guard(scope, rule, handler), Rate, (int)Rate);
}
