using Marketplace.Core.Fulfillment.Files;
using Marketplace.Web.Auth;
using Marketplace.Web.Features.Fulfillment;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Workbooks for the signed-in seller's browser.</summary>
public static class FulfillmentDownloads
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Maps the downloads.</summary>
    public static void MapFulfillmentDownloads(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/").RequireAuthorization().ExcludeFromDescription();
        group.MapGet(TrackingFilesUrl.PendingOrders, PendingOrdersAsync);
        group.MapGet("fulfillment/{fileId:guid}/results.xlsx", ResultsAsync);
    }

    private static async Task<FileStreamHttpResult> PendingOrdersAsync(HttpContext http, PendingOrdersExport export, CancellationToken cancellationToken)
    {
        var file = Temporary();
        await export.WriteAsync(http.User.SellerId(), file, cancellationToken);
        return Sent(http, file, export.FileName);
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> ResultsAsync(Guid fileId, HttpContext http, TrackingFileResults results, CancellationToken cancellationToken)
    {
        var file = Temporary();
        if (await results.WriteAsync(http.User.SellerId(), fileId, file, cancellationToken))
        {
            return Sent(http, file, "tracking-results.xlsx");
        }

        await file.DisposeAsync();
        return TypedResults.NotFound();
    }

    // Holds buyers' names, so no cache may keep it.
    private static FileStreamHttpResult Sent(HttpContext http, FileStream file, string name)
    {
        http.Response.Headers.CacheControl = "no-store";
        file.Position = 0;
        return TypedResults.Stream(file, Workbook, name);
    }

    // A workbook is finished at its end, so a failure on the way must not reach the browser as half a file. It goes with its handle.
    private static FileStream Temporary() =>
        new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 81_920, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
}
