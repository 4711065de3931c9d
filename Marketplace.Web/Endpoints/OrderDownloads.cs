using Marketplace.Core.Accounts;
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
        group.MapGet(OrdersUrl.Csv, Csv).Needs(Right.ViewOrders);
        group.MapGet(OrdersUrl.Workbook, WorkbookAsync).Needs(Right.ViewOrders);
        group.MapGet(OrdersUrl.ShippingFile, ShippingFileAsync).Needs(Right.Ship);
    }

    private static PushStreamHttpResult Csv(HttpContext http, [AsParameters] OrdersQuery query, OrderExport export, string? columns = null, DateTimeOffset? dayEnds = null)
    {
        http.Response.Headers.CacheControl = "no-store";
        var filter = OrdersUrl.Parse(query).Filter with { DayEnds = dayEnds?.ToUniversalTime() };
        return TypedResults.Stream(
            target => export.WriteCsvAsync(http.User.SellerId(), filter, OrderColumns.Parse(columns), target, http.RequestAborted), "text/csv; charset=utf-8", $"{export.FileName}.csv");
    }

    private static async Task<FileStreamHttpResult> WorkbookAsync(
        HttpContext http, [AsParameters] OrdersQuery query, OrderExport export, CancellationToken cancellationToken, string? columns = null, DateTimeOffset? dayEnds = null)
    {
        var file = TemporaryFile.Open();
        var filter = OrdersUrl.Parse(query).Filter with { DayEnds = dayEnds?.ToUniversalTime() };
        await export.WriteWorkbookAsync(http.User.SellerId(), filter, OrderColumns.Parse(columns), file, cancellationToken);
        return TemporaryFile.Send(http, file, $"{export.FileName}.xlsx");
    }

    private static async Task<FileStreamHttpResult> ShippingFileAsync(
        HttpContext http, [AsParameters] OrdersQuery query, PendingOrdersExport export, CancellationToken cancellationToken, DateTimeOffset? dayEnds = null)
    {
        var file = TemporaryFile.Open();
        await export.WriteAsync(http.User.SellerId(), OrdersUrl.Parse(query).Filter with { DayEnds = dayEnds?.ToUniversalTime() }, file, cancellationToken);
        return TemporaryFile.Send(http, file, export.FileName);
    }
}
