using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Orders;
using Marketplace.Web.Auth;
using Marketplace.Web.Features.Fulfillment;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Workbooks for the signed-in seller's browser.</summary>
public static class FulfillmentDownloads
{
    /// <summary>Maps the downloads.</summary>
    public static void MapFulfillmentDownloads(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/").RequireAuthorization().ExcludeFromDescription();
        group.MapGet(TrackingFilesUrl.PendingOrders, PendingOrdersAsync).Needs(Right.Ship);
        group.MapGet("fulfillment/{fileId:guid}/results.xlsx", ResultsAsync).Needs(Right.Ship);
    }

    private static async Task<FileStreamHttpResult> PendingOrdersAsync(HttpContext http, PendingOrdersExport export, BuyerDataLog buyers, CancellationToken cancellationToken)
    {
        var file = TemporaryFile.Open();
        await export.WriteAsync(http.User.SellerId(), new OrderFilter(), file, cancellationToken);
        await buyers.ExportedAsync(http.User.SellerId(), "file of orders to ship", null, cancellationToken);
        return TemporaryFile.Send(http, file, export.FileName);
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> ResultsAsync(Guid fileId, HttpContext http, TrackingFileResults results, CancellationToken cancellationToken)
    {
        var file = TemporaryFile.Open();
        if (await results.WriteAsync(http.User.SellerId(), fileId, file, cancellationToken))
        {
            return TemporaryFile.Send(http, file, "tracking-results.xlsx");
        }

        await file.DisposeAsync();
        return TypedResults.NotFound();
    }
}
