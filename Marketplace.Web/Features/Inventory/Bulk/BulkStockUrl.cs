using Marketplace.Core.Inventory.Bulk;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Inventory.Bulk;

/// <summary>Addresses of bulk changes.</summary>
public static class BulkStockUrl
{
    /// <summary>The page.</summary>
    public const string Page = "inventory/bulk";

    /// <summary>A bulk change, and which of its rows.</summary>
    public static string Of(Guid batchId, StockRowState? rows = null) => Query.Address(Page, ("batch", batchId.ToString()), ("rows", rows?.ToString().ToLowerInvariant()));
}
