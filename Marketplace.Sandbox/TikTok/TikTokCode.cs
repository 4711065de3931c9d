namespace Marketplace.Sandbox.TikTok;

/// <summary>An error of TikTok Shop: its code, its own words, and the HTTP status where one is known.</summary>
internal sealed record TikTokCode(long Code, string Message, int? Status = null)
{
    public static readonly TikTokCode TooManyRequests = new(36009002, "Too many requests. You've made too many requests in a short period of time.", 429);
    public static readonly TikTokCode InternalError = new(36009003, "Internal error. Please try again. If the issue persists after multiple attempts, please contact platform support.", 500);
    public static readonly TikTokCode InvalidPath = new(36009009, "Invalid path. The specified path does not match any available endpoint.", 404);
    public static readonly TikTokCode InvalidMethod = new(36009010, "Invalid method. The HTTP method used is not supported by this endpoint.", 405);
    public static readonly TikTokCode InvalidVersion = new(36009014, "The version name is invalid, please check and retry.", 400);
    public static readonly TikTokCode InvalidFormat = new(36009022, "Invalid request format. The request body format must be `application/json` for structured data or `multipart/form-data` for binary files.", 400);
    public static readonly TikTokCode InvalidAppKey = new(36009004, "Invalid credentials. Invalid `app_key` query parameter.", 400);
    public static readonly TikTokCode TimestampNegative = new(36009004, "Invalid timestamp. The value of the `timestamp` query parameter must not be lesser than 0.", 400);
    public static readonly TikTokCode TimestampTooOld = new(36009004, "Invalid timestamp. The value of the `timestamp` query parameter must not be earlier than 5 minutes before the current time.", 400);
    public static readonly TikTokCode TimestampTooNew = new(36009004, "Invalid timestamp. The value of the `timestamp` query parameter must not exceed the current time by more than 30 seconds.", 400);
    public static readonly TikTokCode SignMissing = new(36009004, "Missing credentials. The request does not include a required signature in the query.", 400);
    public static readonly TikTokCode SignInvalid = new(106001, "Invalid credentials. The `sign` query parameter is invalid.", 401);
    public static readonly TikTokCode TokenInvalid = new(36009004, "Invalid credentials. The `x-tts-access-token` header is invalid.", 401);
    public static readonly TikTokCode TokenExpired = new(105002, "Expired credentials. The `access_token` or `x-tts-access-token` header has expired.", 401);
    public static readonly TikTokCode ScopeMissing = new(105005, "Access denied. The app is not authorized to access the endpoint because the access scopes granted for the app or the access token do not contain the required access scope for the endpoint.", 403);
    public static readonly TikTokCode CipherMissing = new(106013, "Missing identifier. The `shop_cipher` query parameter is required to identify the target shop.", 400);
    public static readonly TikTokCode CipherUnexpected = new(36009004, "Unexpected identifier. The `shop_cipher` query parameter is not required for this request.", 400);
    public static readonly TikTokCode CipherForeign = new(101000, "Invalid query or header. The `category_asset_cipher` query parameter or `x-tts-access-token` header is invalid.", 401);

    public static readonly TikTokCode AuthCodeInvalid = new(36004004, "invalid auth code");
    public static readonly TikTokCode RefreshExpired = new(36004001, "rt has expired");
    public static readonly TikTokCode RefreshUnknown = new(36004005, "can not find related auth record");

    public static readonly TikTokCode ForeignOrder = new(21008111, "The order or package does not belong to the current seller.");
    public static readonly TikTokCode PermissionDenied = new(10006402, "permission denied");
    public static readonly TikTokCode NoSuchOption = new(21008116, "No Subscription without specified delivery option.");
    public static readonly TikTokCode OptionOfTikTok = new(21008117, "The delivery of the specified delivery_option_id is fulfilled by TikTok. No shipping provider will be returned.");

    public static readonly TikTokCode WrongRegion = new(21008106, "This interface cannot be used in this region.");
    public static readonly TikTokCode OnHold = new(21011044, "Order status is on hold. Please process when order status update to awaiting shipment");
    public static readonly TikTokCode ActionNotAllowed = new(21011003, "fulfill_unit action not allowed");
    public static readonly TikTokCode NotBySeller = new(21011004, "This API cannot be used to update package shipping information for packages that are not shipped by sellers.");
    public static readonly TikTokCode AfterSale = new(21011007, "Package item has after-sale request, please process the after-sale request first.");
    public static readonly TikTokCode OrdersShipped = new(21011020, "These orders are already shipped.");
    public static readonly TikTokCode PackageShipped = new(21011040, "Package has already been shipped.");
    public static readonly TikTokCode TrackingOrProvider = new(21011022, "Invalid tracking number or provider ID. Please double check and try again.");
    public static readonly TikTokCode DuplicateTracking = new(21011025, "Duplicate tracking number.");
    public static readonly TikTokCode ForeignPackage = new(21011028, "The package does not belong to the current shop.");
    public static readonly TikTokCode NotOfUnit = new(21011029, "order does not belong to fulfill unit");
    public static readonly TikTokCode OrderCancelled = new(21011041, "Cannot complete the operation when order is cancelled.");
    public static readonly TikTokCode NotShippedYet = new(21011043, "The package has not been shipped yet.");
    public static readonly TikTokCode SeveralPackages = new(21011048, "There are multiple packages that can be shipped, please specify the order line that needs to be shipped.");
    public static readonly TikTokCode UpdateNotAllowed = new(21011049, "Due to platform rule limitations, you are unable to update the tracking number.");
    public static readonly TikTokCode UpdateTooLate = new(21011050, "The tracking number can only be updated within a certain number of hours.");
    public static readonly TikTokCode UpdatedOnce = new(21011051, "The tracking number can only be updated once.");
    public static readonly TikTokCode SpecialCharacters = new(21004012, "Tracking number has special characters, verify failed.");
    public static readonly TikTokCode OrderShipped = new(21011006, "These orders are already shipped.");
    public static readonly TikTokCode LabelBought = new(21022025, "A shipping label has already been purchased.");
    public static readonly TikTokCode NoServices = new(21011037, "There are no available shipping services for this request. Please modify the package weight, or double check the recipient address.");
    public static readonly TikTokCode NoServicesForPackage = new(11021009, "No available shipping services for this request. Please modify the package weight or check the recipient address.");
    public static readonly TikTokCode NoSuchService = new(21004008, "create label shipping service not found");
    public static readonly TikTokCode NoShippingInformation = new(21008109, "Unable to retrieve shipping information, please double check the order status.");
    public static readonly TikTokCode NoLabelForSellers = new(21008017, "This API is only applicable to TikTok Shipping orders. For seller shipping, please obtain the shipping label offline and upload it to TikTok Shop via API or Seller Center");
    public static readonly TikTokCode LabelBeforeShipping = new(21023035, "Please arrange shipment before retrieving the shipping document.");
    public static readonly TikTokCode LabelAfterPickup = new(21042102, "Documents couldn't be printed after the package has been pickup.");
    public static readonly TikTokCode LabelInTheMaking = new(11034037, "The shipping document is still being generated by the logistics provider, please try again later.");
    public static readonly TikTokCode InvalidSplit = new(21011005, "Invalid parameters. Please ensure you are passing the correct request parameter(s).");
    public static readonly TikTokCode SplitNotAllowed = new(21011035, "split order not allowed");
    public static readonly TikTokCode NotOfDraft = new(21011031, "Order does not belong to pre_pkg. Please ensure you are providing the correct order ID(s).");
    public static readonly TikTokCode CancelNotPermitted = new(25020005, "No permission to process this order");
    public static readonly TikTokCode CancelReasonMismatch = new(25001021, "Reason not match order status");
    public static readonly TikTokCode CancelShipped = new(25001045, "The order has already been shipped and we are unable to cancel shipment with the courier.");
    public static readonly TikTokCode CancelTooLate = new(25001051, "Not allowed to return or cancel since order is completed or cancelled");
    public static readonly TikTokCode CancelWholeOrder = new(25005010, "Unable to cancel individual line items within this request.");
    public static readonly TikTokCode CancelTooMany = new(25005011, "The requested line item(s) for return or refund exceeds the allowable limit.");
    public static readonly TikTokCode CancelNotApprovable = new(25011012, "reverse status cannot approve application");
    public static readonly TikTokCode CancelNotRejectable = new(25011011, "reverse status cannot reject application");
    public static readonly TikTokCode ReturnInvalid = new(25001001, "An invalid request parameter was passed. Please check that you have the correct parameter type(s) and format.");
    public static readonly TikTokCode ReturnStatus = new(25001003, "Invalid order status.");
    public static readonly TikTokCode ReturnOpen = new(25001011, "A return request is already in process, or the order has already been cancelled.");
    public static readonly TikTokCode ReturnReasonUnknown = new(25001014, "Unknown return reason. Please ensure you are passing a valid return reason.");
    public static readonly TikTokCode ReturnReasonForbidden = new(25001015, "The provided return reason cannot be used by the seller. Please select a valid return reason and try again.");
    public static readonly TikTokCode ReturnTooMuch = new(25005005, "Refund total amount is larger than the refundable amount.");
    public static readonly TikTokCode ReturnOrderUnknown = new(25007006, "Order not found.");
    public static readonly TikTokCode ReturnDecision = new(25020004, "decision not match reverse type");
    public static readonly TikTokCode RejectReasonMismatch = new(25001016, "reverse reason not match action type");
    public static readonly TikTokCode SkuOfAnotherProduct = new(12052557, "The SKU ID does not belong to the product.");
    public static readonly TikTokCode CurrencyNotAvailable = new(12052084, "The provided currency is not available for this shop/region.");
    public static readonly TikTokCode PriceFormat = new(12052012, "Incorrect price format");
    public static readonly TikTokCode InvalidParameters = new(21001001, "Invalid parameters. Please ensure you are passing the correct request parameter(s).");
    public static readonly TikTokCode SystemError = new(21001011, "System process error, please try again later.");

    public static readonly TikTokCode TooManySellerSkus = new(12019027, "The maximum count of “seller_skus” in the search filter is 10.");
    public static readonly TikTokCode TooManySkuIds = new(12019087, "The number of SKU IDs exceeds the limit of 10");
    public static readonly TikTokCode PageNumberInvalid = new(12019108, "page number is invalid");
    public static readonly TikTokCode PageSizeInvalid = new(12019109, "page size is invalid");
    public static readonly TikTokCode TooManyResults = new(12052180, "The total number of search results can not exceed 10000.");
    public static readonly TikTokCode NoSuchProduct = new(12052260, "The product ID does not exist");
    public static readonly TikTokCode ProductStatus = new(12052901, "The product in its current status is not available for this operation. Change the product status and try again.");
    public static readonly TikTokCode InvalidInput = new(12052910, "Invalid input parameters. Refer to the API documentation for details.");
    public static readonly TikTokCode InventoryTooManySkus = new(12019015, "The number of SKU exceed the limit");
    public static readonly TikTokCode InventoryTooManyProducts = new(12019120, "The number of provided product IDs exceeds the limit.");
    public static readonly TikTokCode InventoryProductInvalid = new(12019008, "Product id is invalid");
    public static readonly TikTokCode SkuIdMissing = new(12052036, "The SKU ID is necessary");
    public static readonly TikTokCode SkuListEmpty = new(12052902, "The SKU list is empty. Either omit the list entirely, or provide all required details.");
    public static readonly TikTokCode SkuIdTwice = new(12052553, "Sku id duplicate");
    public static readonly TikTokCode CheckFailed = new(12052990, "Check failed");
    public static readonly TikTokCode NoSuchSku = new(12052556, "The SKU id not exist.");
    public static readonly TikTokCode QuantityOutOfBounds = new(12052055, "The SKU inventory quantity for the warehouse must be within allowed limits.");
    public static readonly TikTokCode AllWarehouses = new(12019028, "Multiple warehouses detected. Include all warehouse IDs and the corresponding details and try again.");
    public static readonly TikTokCode NoSuchWarehouse = new(12052097, "The warehouse does not exist");

    /// <summary>A required member of the body or the query is absent.</summary>
    public static TikTokCode Missing(string where, string name) => new(36009004, $"param {where}.{name} is missing", 400);

    /// <summary>A member has a value that it may not have.</summary>
    public static TikTokCode Invalid(string where, string name) => new(36009004, $"param {where}.{name} is invalid", 400);
}

/// <summary>Ends a handler with an error.</summary>
internal sealed class TikTokRefusal(TikTokCode code) : Exception(code.Message)
{
    public TikTokCode Error { get; } = code;
}
