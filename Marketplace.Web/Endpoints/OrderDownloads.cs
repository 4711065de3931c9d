using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Orders.Views;
using Marketplace.Web.Auth;
using Marketplace.Web.Features.Orders;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Files of what the orders page shows, for the signed-in seller's browser.</summary>
public static class OrderDownloads
{
    /// <summary>Maps the downloads.</summary>
    public static void MapOrderDownloads(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/").RequireAuthorization().ExcludeFromDescription();
        group.MapGet(OrdersUrl.Csv, CsvAsync).Needs(Right.ViewOrders);
        group.MapGet(OrdersUrl.Workbook, WorkbookAsync).Needs(Right.ViewOrders);
        group.MapGet(OrdersUrl.ShippingFile, ShippingFileAsync).Needs(Right.Ship);
    }

    private static async Task<PushStreamHttpResult> CsvAsync(
        HttpContext http, [AsParameters] OrdersQuery query, OrderExport export, BuyerDataLog buyers, CancellationToken cancellationToken, string? columns = null, DateTimeOffset? dayEnds = null)
    {
        http.Response.Headers.CacheControl = "no-store";
        var filter = OrdersUrl.Parse(query).Filter with { DayEnds = dayEnds?.ToUniversalTime() };
        await buyers.ExportedAsync(http.User.SellerId(), "CSV of orders", null, cancellationToken);
        return TypedResults.Stream(
            target => export.WriteCsvAsync(http.User.SellerId(), filter, OrderColumns.Parse(columns), target, http.RequestAborted), "text/csv; charset=utf-8", $"{export.FileName}.csv");
    }

    private static async Task<FileStreamHttpResult> WorkbookAsync(
        HttpContext http, [AsParameters] OrdersQuery query, OrderExport export, BuyerDataLog buyers, CancellationToken cancellationToken, string? columns = null, DateTimeOffset? dayEnds = null)
    {
        var file = TemporaryFile.Open();
        var filter = OrdersUrl.Parse(query).Filter with { DayEnds = dayEnds?.ToUniversalTime() };
        await export.WriteWorkbookAsync(http.User.SellerId(), filter, OrderColumns.Parse(columns), file, cancellationToken);
        await buyers.ExportedAsync(http.User.SellerId(), "workbook of orders", null, cancellationToken);
        return TemporaryFile.Send(http, file, $"{export.FileName}.xlsx");
    }

    private static async Task<FileStreamHttpResult> ShippingFileAsync(
        HttpContext http, [AsParameters] OrdersQuery query, PendingOrdersExport export, BuyerDataLog buyers, CancellationToken cancellationToken, DateTimeOffset? dayEnds = null)
    {
        var file = TemporaryFile.Open();
        await export.WriteAsync(http.User.SellerId(), OrdersUrl.Parse(query).Filter with { DayEnds = dayEnds?.ToUniversalTime() }, file, cancellationToken);
        await buyers.ExportedAsync(http.User.SellerId(), "file of orders to ship", null, cancellationToken);
        return TemporaryFile.Send(http, file, export.FileName);
    }
}
