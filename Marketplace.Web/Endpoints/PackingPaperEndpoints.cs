using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;
using Marketplace.Core.Fulfillment.Packing;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Packing slips and pick lists.</summary>
public static class PackingPaperEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapPackingPapers(this RouteGroupBuilder group)
    {
        group.MapGet("/orders/{orderId:guid}/packing-slip", SlipAsync).Needs(Right.ViewOrders)
            .WithSummary("The packing slip of an order as PDF: recipient, items, and barcodes of the order and of its items; no prices.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/packing-slips", SlipsAsync).Needs(Right.ViewOrders)
            .WithSummary($"The packing slips of up to {PackingPapers.MostOrders} orders as one PDF, in the order of the ids.").GivesActionProblems();
        group.MapPost("/pick-lists", PickListAsync).Needs(Right.ViewOrders)
            .WithSummary($"What must be fetched for up to {PackingPapers.MostOrders} orders, by location and SKU.").GivesActionProblems();
        group.MapPost("/pick-lists/document", PickListDocumentAsync).Needs(Right.ViewOrders)
            .WithSummary("The same as PDF, with barcodes of the items and the orders.").GivesActionProblems();
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SlipAsync(
        Guid orderId, PaperFormat? format, HttpContext http, PackingPapers papers, BuyerDataLog buyers, CancellationToken cancellationToken) =>
        await SlipsAsync(new PapersBody([orderId], format), http, papers, buyers, cancellationToken);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SlipsAsync(
        PapersBody body, HttpContext http, PackingPapers papers, BuyerDataLog buyers, CancellationToken cancellationToken)
    {
        if (TooMany(body) is { } problem)
        {
            return problem;
        }

        if (await papers.SlipsAsync(http.User.SellerId(), body.OrderIds, body.Format, cancellationToken) is not { } paper)
        {
            return NoOrder();
        }

        await PackingDownloads.NoteAsync(http, buyers, body.OrderIds, cancellationToken);
        return PackingDownloads.Send(http, paper);
    }

    private static async Task<Results<Ok<PickList>, ProblemHttpResult>> PickListAsync(PapersBody body, HttpContext http, PackingPapers papers, CancellationToken cancellationToken) =>
        TooMany(body) is { } problem ? problem : TypedResults.Ok(await papers.PickListAsync(http.User.SellerId(), body.OrderIds, cancellationToken));

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PickListDocumentAsync(
        PapersBody body, HttpContext http, PackingPapers papers, CancellationToken cancellationToken) =>
        TooMany(body) ?? (await papers.PrintPickListAsync(http.User.SellerId(), body.OrderIds, body.Format, cancellationToken) is { } paper
            ? (Results<FileContentHttpResult, ProblemHttpResult>)PackingDownloads.Send(http, paper)
            : TypedResults.Problem("Nothing of these orders is left to ship, or none of them is here.", statusCode: StatusCodes.Status404NotFound));

    private static ProblemHttpResult? TooMany(PapersBody body) => body.OrderIds.Count > PackingPapers.MostOrders
        ? TypedResults.Problem($"At most {PackingPapers.MostOrders} orders go into one document; this call names {body.OrderIds.Count}.", statusCode: StatusCodes.Status422UnprocessableEntity)
        : null;

    private static ProblemHttpResult NoOrder() => TypedResults.Problem("There is no such order here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Orders whose papers are wanted.</summary>
    /// <param name="OrderIds">Our ids.</param>
    /// <param name="Format">Sheet; left out, Letter for orders in dollars of North America, and A4 for all others.</param>
    public sealed record PapersBody([property: Required] IReadOnlyList<Guid> OrderIds, PaperFormat? Format);
}
