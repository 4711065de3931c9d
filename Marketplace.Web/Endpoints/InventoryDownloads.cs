using Marketplace.Core.Accounts;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Bulk;
using Marketplace.Web.Auth;
using Marketplace.Web.Features.Inventory;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Workbooks of stock for the signed-in seller's browser.</summary>
public static class InventoryDownloads
{
    /// <summary>Maps the download.</summary>
    public static void MapInventoryDownloads(this IEndpointRouteBuilder app) =>
        app.MapGet(InventoryUrl.Workbook, WorkbookAsync).Needs(Right.ViewStock).ExcludeFromDescription();

    private static async Task<FileStreamHttpResult> WorkbookAsync(
        HttpContext http, StockSheet sheet, CancellationToken cancellationToken, string? q = null, string? channel = null, string? stock = null, Guid? location = null)
    {
        var file = TemporaryFile.Open();
        await sheet.WriteAsync(http.User.SellerId(), InventoryUrl.Parse(q, channel, stock, location, null, null).Filter, file, cancellationToken);
        return TemporaryFile.Send(http, file, sheet.FileName);
    }
}
