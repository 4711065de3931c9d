using System.Text.Json.Nodes;

namespace Marketplace.Tests.Contract;

/// <summary>
/// Sound requests that our own clients do not make in a store's day and others do. They bear the tokens of the day's requests and need
/// not be granted: what matters is what becomes of them when something is wrong.
/// </summary>
internal static class FurtherRequests
{
    /// <summary>Those of a marketplace.</summary>
    public static IEnumerable<Exchange> Of(string marketplace, IReadOnlyDictionary<ContractOperation, Exchange> samples) => marketplace switch
    {
        "ebay" => Ebay(samples),
        "amazon" => Amazon(samples),
        _ => TikTok(samples),
    };

    private static IEnumerable<Exchange> Ebay(IReadOnlyDictionary<ContractOperation, Exchange> samples)
    {
        var seller = Sample(samples, "getInventoryItems");
        var application = Sample(samples, "getDestinations");
        var sku = JsonNode.Parse(Sample(samples, "bulkUpdatePriceQuantity").Body)!["requests"]![0]!["sku"]!.GetValue<string>();
        const string Item = """{"condition":"NEW","availability":{"shipToLocationAvailability":{"quantity":3}},"product":{"title":"Thing","description":"d","brand":"b","aspects":{"Brand":["b"]},"imageUrls":["https://i.example/a.jpg"],"ean":["4006381333931"]}}""";
        const string Offer = """{"sku":"FURTHER-1","marketplaceId":"EBAY_US","format":"FIXED_PRICE","availableQuantity":2,"categoryId":"10001","merchantLocationKey":"portland","listingPolicies":{"fulfillmentPolicyId":"1","paymentPolicyId":"2","returnPolicyId":"3"},"pricingSummary":{"price":{"value":"9.5","currency":"USD"}}}""";
        return
        [
            OnStock("PUT", "/inventory_item/FURTHER-1", Item),
            OnStock("POST", "/bulk_create_or_replace_inventory_item", $$"""{"requests":[{"sku":"FURTHER-2","locale":"en_US",{{Item[1..]}} ]}"""),
            OnStock("PUT", "/inventory_item_group/FURTHER-G", $$"""{"title":"t","variantSKUs":["{{sku}}"],"aspects":{"Size":["S"]},"variesBy":{"aspectsImageVariesBy":["Size"],"specifications":[{"name":"Size","values":["S"]}]} }"""),
            OnStock("POST", "/offer", Offer),
            OnStock("POST", "/bulk_create_offer", $$"""{"requests":[{{Offer}}]}"""),
            OnStock("POST", "/bulk_publish_offer", """{"requests":[{"offerId":"1"}]}"""),
            OnStock("POST", "/offer/publish_by_inventory_item_group", """{"inventoryItemGroupKey":"FURTHER-G","marketplaceId":"EBAY_US"}"""),
            OnStock("POST", "/offer/get_listing_fees", """{"offers":[{"offerId":"1"}]}"""),
            OnStock("POST", "/bulk_migrate_listing", """{"requests":[{"listingId":"1"}]}"""),
            OnStock("POST", "/location/further", """{"location":{"address":{"city":"Portland","country":"US","postalCode":"97201"}},"locationTypes":["WAREHOUSE"],"name":"n","phone":"1"}"""),
            OnStock("GET", "/offer?sku=FURTHER-1&marketplace_id=EBAY_US&limit=10&offset=0", ""),
            seller with { Url = new Uri("https://api.ebay.com/sell/fulfillment/v1/order?filter=creationdate:%5B2026-01-01T00:00:00.000Z..%5D&limit=10&offset=0&fieldGroups=TAX_BREAKDOWN"), Body = "" },
            With(seller, "POST", "https://api.ebay.com/sell/feed/v1/inventory_task", """{"feedType":"LMS_ACTIVE_INVENTORY_REPORT","schemaVersion":"1.0","filterCriteria":{"listingFormat":"FIXED_PRICE"}}"""),
            seller with { Url = new Uri("https://api.ebay.com/sell/feed/v1/inventory_task?feed_type=LMS_ACTIVE_INVENTORY_REPORT&limit=10&offset=0"), Body = "" },
            With(application, "PUT", "https://api.ebay.com/commerce/notification/v1/config", """{"alertEmail":"alerts@example.test"}"""),
            With(application, "POST", "https://api.ebay.com/commerce/notification/v1/destination", """{"name":"n","status":"ENABLED","deliveryConfig":{"endpoint":"https://example.invalid/x","verificationToken":"0123456789012345678901234567890123456789"}}"""),
            With(seller, "POST", "https://api.ebay.com/commerce/notification/v1/subscription", """{"topicId":"ORDER_CONFIRMATION","status":"ENABLED","destinationId":"1","payload":{"format":"JSON","schemaVersion":"1.0","deliveryProtocol":"HTTPS"}}"""),
            With(application, "PUT", Sample(samples, "getDestinations").Url.GetLeftPart(UriPartial.Path) + "/1", """{"name":"n","status":"ENABLED","deliveryConfig":{"endpoint":"https://example.invalid/x","verificationToken":"0123456789012345678901234567890123456789"}}"""),
            With(seller, "PUT", "https://api.ebay.com/commerce/notification/v1/subscription/1", """{"status":"ENABLED","destinationId":"1","payload":{"format":"JSON","schemaVersion":"1.0","deliveryProtocol":"HTTPS"}}"""),
            application with { Url = new Uri("https://api.ebay.com/commerce/notification/v1/topic?limit=20&continuation_token=x"), Body = "" },
            With(application, "POST", "https://apiz.ebay.com/developer/key_management/v1/signing_key", """{"signingKeyCipher":"ED25519"}"""),
        ];

        Exchange OnStock(string method, string path, string body) => With(seller, method, "https://api.ebay.com/sell/inventory/v1" + path, body);
    }

    private static IEnumerable<Exchange> Amazon(IReadOnlyDictionary<ContractOperation, Exchange> samples)
    {
        var seller = Sample(samples, "searchOrders");
        var application = Sample(samples, "getDestinations");
        var market = Sample(samples, "searchListingsItems").Query["marketplaceIds"].First();
        var order = Sample(samples, "getOrder").Url.AbsolutePath.Split('/')[^1];
        const string Details = """{"AmazonOrderId":"ORDER","ItemList":[{"OrderItemId":"1","Quantity":1}],"ShipFromAddress":{"Name":"n","AddressLine1":"a","City":"c","PostalCode":"97201","CountryCode":"US","StateOrProvinceCode":"OR","Email":"a@example.test","Phone":"1"},"PackageDimensions":{"Length":10,"Width":10,"Height":10,"Unit":"inches"},"Weight":{"Value":10,"Unit":"oz"},"ShippingServiceOptions":{"DeliveryExperience":"DeliveryConfirmationWithoutSignature","CarrierWillPickUp":false}}""";
        var details = Details.Replace("ORDER", order, StringComparison.Ordinal);
        return
        [
            Call("GET", $"/orders/v0/orders?MarketplaceIds={market}&CreatedAfter=2026-01-01T00:00:00Z&OrderStatuses=Unshipped&FulfillmentChannels=MFN&MaxResultsPerPage=10&NextToken=x", ""),
            Call("GET", $"/orders/v0/orders/{order}/orderItems?NextToken=x", ""),
            Call("GET", $"/catalog/2022-04-01/items?marketplaceIds={market}&keywords=a&pageSize=5&includedData=summaries&pageToken=x", ""),
            Call("GET", $"/fba/inventory/v1/summaries?granularityType=Marketplace&granularityId={market}&marketplaceIds={market}&details=true&nextToken=x", ""),
            Call("POST", "/feeds/2021-06-30/documents", """{"contentType":"application/json; charset=UTF-8"}"""),
            Call("POST", "/feeds/2021-06-30/feeds", $$"""{"feedType":"JSON_LISTINGS_FEED","marketplaceIds":["{{market}}"],"inputFeedDocumentId":"amzn1.tortuga.4.na.x"}"""),
            Call("GET", "/feeds/2021-06-30/feeds?feedTypes=JSON_LISTINGS_FEED&pageSize=10&processingStatuses=DONE&createdSince=2026-11-01T00:00:00Z", ""),
            Call("GET", "/feeds/2021-06-30/feeds?nextToken=x", ""),
            Call("POST", "/reports/2021-06-30/reports", $$"""{"reportType":"GET_MERCHANT_LISTINGS_ALL_DATA","marketplaceIds":["{{market}}"],"dataStartTime":"2026-11-01T00:00:00Z"}"""),
            Call("GET", "/reports/2021-06-30/reports?reportTypes=GET_MERCHANT_LISTINGS_ALL_DATA&pageSize=10&processingStatuses=DONE&createdSince=2026-11-01T00:00:00Z", ""),
            Call("GET", "/reports/2021-06-30/reports?nextToken=x", ""),
            Call("POST", "/reports/2021-06-30/schedules", $$"""{"reportType":"GET_MERCHANT_LISTINGS_ALL_DATA","marketplaceIds":["{{market}}"],"period":"P1D","reportOptions":{"a":"b"},"nextReportCreationTime":"2026-12-01T00:00:00Z"}"""),
            Call("GET", "/reports/2021-06-30/schedules?reportTypes=GET_MERCHANT_LISTINGS_ALL_DATA", ""),
            Call("GET", $"/definitions/2020-09-01/productTypes?marketplaceIds={market}&keywords=a&locale=en_US", ""),
            Call("GET", $"/definitions/2020-09-01/productTypes/PRODUCT?marketplaceIds={market}&requirements=LISTING&requirementsEnforced=ENFORCED&locale=en_US&productTypeVersion=LATEST", ""),
            Call("POST", $"/orders/v0/orders/{order}/shipment", $$"""{"marketplaceId":"{{market}}","shipmentStatus":"PickedUp","orderItems":[{"orderItemId":"1","quantity":1}]}"""),
            Call("POST", "/mfn/v0/additionalSellerInputs", $$"""{"ShippingServiceId":"USPS_PTP_PRI","OrderId":"{{order}}","ShipFromAddress":{"Name":"n","AddressLine1":"a","City":"c","PostalCode":"97201","CountryCode":"US","StateOrProvinceCode":"OR","Email":"a@example.test","Phone":"1"} }"""),
            Call("POST", "/tokens/2021-03-01/restrictedDataToken", """{"restrictedResources":[{"method":"GET","path":"/orders/v0/orders","dataElements":["buyerInfo"]}]}"""),
            Call("POST", "/mfn/v0/eligibleShippingServices", $$"""{"ShipmentRequestDetails":{{details}} }"""),
            Call("POST", "/mfn/v0/shipments", $$"""{"ShipmentRequestDetails":{{details}},"ShippingServiceId":"USPS_PTP_PRI","ShippingServiceOfferId":"x"}"""),
            Call("GET", "/notifications/v1/subscriptions?notificationTypes=ORDER_CHANGE&payloadVersion=1.0", ""),
            Call("POST", "/notifications/v1/subscriptions/ORDER_CHANGE", """{"payloadVersion":"1.0","destinationId":"x","processingDirective":{"eventFilter":{"eventFilterType":"ORDER_CHANGE","orderChangeTypes":["OrderStatusChange"]}}}"""),
            With(application, "POST", Root(application) + "/notifications/v1/destinations", """{"name":"further","resourceSpecification":{"sqs":{"arn":"arn:aws:sqs:us-east-1:000000000000:further"}}}"""),
            With(seller, "PATCH", Sample(samples, "patchListingsItem").Url.AbsoluteUri, """{"productType":"PRODUCT","patches":[{"op":"replace","path":"/attributes/purchasable_offer","value":[{"currency":"USD","our_price":[{"schedule":[{"value_with_tax":9.5}]}]}]},{"op":"merge","path":"/attributes/fulfillment_availability","value":[{"fulfillment_channel_code":"DEFAULT","quantity":3,"lead_time_to_ship_max_days":2,"restock_date":"2026-12-01"}]}]}"""),
        ];

        Exchange Call(string method, string path, string body) => With(seller, method, Root(seller) + path, body);
    }

    private static IEnumerable<Exchange> TikTok(IReadOnlyDictionary<ContractOperation, Exchange> samples)
    {
        var shop = Sample(samples, "GetOrderList_202309");
        var cipher = shop.Query["shop_cipher"].First();
        var key = shop.Query["app_key"].First();
        var order = Sample(samples, "MarkPackageAsShipped_202309").Url.AbsolutePath.Split('/')[4];
        var package = Sample(samples, "ShipPackage_202309").Url.AbsolutePath.Split('/')[4];
        return
        [
            Call("POST", $"/fulfillment/202309/packages/{package}/ship", "", """{"handover_method":"PICKUP","pickup_slot":{"start_time":1,"end_time":2},"self_shipment":{"tracking_number":"1Z999AA10123456784","shipping_provider_id":"1"}}"""),
            Call("POST", "/fulfillment/202309/packages/ship", "", $$"""{"packages":[{"id":"{{package}}","handover_method":"PICKUP","pickup_slot":{"start_time":1,"end_time":2},"self_shipment":{"tracking_number":"1Z999AA10123456784","shipping_provider_id":"1"} }]}"""),
            Call("POST", "/fulfillment/202309/packages/deliver", "", $$"""{"packages":[{"id":"{{package}}","delivery_type":"UPDATE_POD","fail_delivery_reason":"OTHER","file_type":"IMG","file_url":"https://example.invalid/x"}]}"""),
            Call("POST", "/fulfillment/202309/packages/search", "&page_size=10&sort_field=create_time&sort_order=ASC&page_token=x", """{"create_time_ge":1,"create_time_lt":2,"update_time_ge":1,"update_time_lt":2,"package_status":"PROCESSING"}"""),
            Call("POST", $"/fulfillment/202309/orders/{order}/shipping_info/update", "", """{"tracking_number":"1Z999AA10123456784","shipping_provider_id":"1"}"""),
            Call("POST", $"/fulfillment/202309/orders/{order}/shipping_services/query", "", """{"order_line_item_ids":["1"],"weight":{"value":"1","unit":"POUND"},"dimension":{"length":"1","width":"1","height":"1","unit":"INCH"}}"""),
            Call("POST", "/fulfillment/202309/packages", "", $$"""{"order_id":"{{order}}","order_line_item_ids":["1"],"weight":{"value":"1","unit":"POUND"},"dimension":{"length":"1","width":"1","height":"1","unit":"INCH"},"shipping_service_id":"1"}"""),
            Call("POST", $"/fulfillment/202309/orders/{order}/split", "", """{"splittable_groups":[{"id":"1","order_line_item_ids":["1"]}]}"""),
            Call("GET", "/fulfillment/202309/orders/split_attributes", $"&order_ids={order}", ""),
            Call("GET", "/fulfillment/202309/combinable_packages/search", "&page_size=10&page_token=x", ""),
            Call("POST", "/fulfillment/202309/packages/combine", "", """{"combinable_packages":[{"id":"1","order_ids":["1","2"]}]}"""),
            Call("POST", $"/fulfillment/202309/packages/{package}/uncombine", "", """{"order_ids":["1"]}"""),
            Call("GET", $"/fulfillment/202309/packages/{package}/shipping_documents", "&document_type=SHIPPING_LABEL&document_size=A6&document_format=PDF", ""),
            Call("POST", "/return_refund/202309/cancellations", "", $$"""{"order_id":"{{order}}","cancel_reason":"seller_cancel_reason_out_of_stock","skus":[{"sku_id":"1","quantity":1}],"order_line_item_ids":["1"]}"""),
            Call("POST", "/return_refund/202309/cancellations/search", "&page_size=10&page_token=x&sort_field=create_time&sort_order=ASC", """{"cancel_ids":["1"],"order_ids":["1"],"create_time_ge":1,"create_time_lt":2,"locale":"en-US"}"""),
            Call("POST", "/return_refund/202309/cancellations/1/reject", "", """{"reject_reason":"x","comment":"c"}"""),
            Call("POST", "/return_refund/202309/returns/1/reject", "", """{"decision":"REJECT_REFUND","reject_reason":"x","comment":"c"}"""),
            Call("GET", "/return_refund/202309/reject_reasons", "&return_or_cancel_id=1&locale=en-US", ""),
            Call("POST", "/return_refund/202309/refunds/calculate", "", $$"""{"order_id":"{{order}}","request_type":"REFUND","reason_name":"x","order_line_item_ids":["1"],"skus":[{"sku_id":"1","quantity":1}]}"""),
            Call("POST", "/order/202406/orders/external_orders", "", $$"""{"orders":[{"id":"{{order}}","external_order":{"id":"1","platform":"SHOPIFY","line_items":[{"id":"1","origin_id":"2"}]} }]}"""),
            Call("GET", $"/order/202406/orders/{order}/external_orders", "&platform=SHOPIFY", ""),
            Call("PUT", "/event/202309/webhooks", "", """{"address":"https://example.invalid/x","event_type":"ORDER_STATUS_CHANGE"}"""),
            Call("DELETE", "/event/202309/webhooks", "", """{"event_type":"ORDER_STATUS_CHANGE"}"""),
            Call("POST", "/product/202309/products/activate", "", """{"product_ids":["1"]}"""),
            Call("POST", "/product/202309/products/1/prices/update", "", """{"skus":[{"id":"1","price":{"amount":"9.5","currency":"USD"}}]}"""),
            Call("POST", "/product/202502/products/search", "&page_size=10&page_token=x", """{"status":"ALL","seller_skus":["1"],"sku_ids":["1"],"create_time_ge":1,"create_time_le":2,"update_time_ge":1,"update_time_le":2}"""),
        ];

        Exchange Call(string method, string path, string query, string body) =>
            With(shop, method, $"https://open-api.tiktokglobalshop.com{path}?app_key={key}&shop_cipher={Uri.EscapeDataString(cipher)}{query}", body);
    }

    private static Exchange Sample(IReadOnlyDictionary<ContractOperation, Exchange> samples, string operation) => samples.First(sample => sample.Key.Name == operation).Value;

    private static string Root(Exchange request) => request.Url.GetLeftPart(UriPartial.Authority);

    private static Exchange With(Exchange request, string method, string url, string body)
    {
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase);
        if (body.Length > 0)
        {
            headers["Content-Type"] = "application/json";
        }

        headers["Content-Language"] = "en-US";
        headers["X-EBAY-C-MARKETPLACE-ID"] = "EBAY_US";
        return request with { Method = method, Url = new Uri(url), Body = body, Headers = headers };
    }
}
