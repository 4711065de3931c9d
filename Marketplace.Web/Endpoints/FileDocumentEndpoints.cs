using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Orders;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Endpoints;

/// <summary>Workbooks around tracking files: the one to fill in, and the one that tells what became of each row.</summary>
public static class FileDocumentEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapFileDocuments(this RouteGroupBuilder group)
    {
        group.MapGet("/fulfillment/pending-orders", PendingAsync).Needs(Right.ViewOrders).Produces<FileResult>(StatusCodes.Status200OK, Workbook)
            .WithSummary("The orders to ship as a workbook, with columns for tracking numbers and carriers.");
        group.MapGet("/fulfillment/files/{fileId:guid}/results", ResultsAsync).Needs(Right.ViewOrders).Produces<FileResult>(StatusCodes.Status200OK, Workbook)
            .WithSummary("The file's rows as a workbook, each with what became of it.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<FileStreamHttpResult> PendingAsync(HttpContext http, PendingOrdersExport export, BuyerDataLog buyers, CancellationToken cancellationToken)
    {
        var file = TemporaryFile.Open();
        await export.WriteAsync(http.User.SellerId(), new OrderFilter { Tab = OrderTab.ToShip }, file, cancellationToken);
        await buyers.ExportedAsync(http.User.SellerId(), "file of orders to ship", null, cancellationToken);
        return TemporaryFile.Send(http, file, export.FileName);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ResultsAsync(Guid fileId, HttpContext http, TrackingFileResults results, CancellationToken cancellationToken)
    {
        var file = TemporaryFile.Open();
        if (await results.WriteAsync(http.User.SellerId(), fileId, file, cancellationToken))
        {
            return TemporaryFile.Send(http, file, "tracking-results.xlsx");
        }

        await file.DisposeAsync();
        return TypedResults.Problem("There is no such file here.", statusCode: StatusCodes.Status404NotFound);
    }
}
