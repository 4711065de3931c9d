using Marketplace.Core.Fulfillment;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>The page's address: which file is open, and which of its rows.</summary>
public static class TrackingFilesUrl
{
    /// <summary>The page.</summary>
    public const string Page = "fulfillment";

    /// <summary>Download of the orders to ship.</summary>
    public const string PendingOrders = "fulfillment/pending-orders.xlsx";

    /// <summary>A file opened.</summary>
    public static string File(Guid fileId, RowFilter rows = RowFilter.All) =>
        $"{Page}?file={fileId}" + (rows == RowFilter.All ? "" : $"&rows={rows.ToString().ToLowerInvariant()}");

    /// <summary>Download of a file's results.</summary>
    public static string Results(Guid fileId) => $"fulfillment/{fileId}/results.xlsx";
}
