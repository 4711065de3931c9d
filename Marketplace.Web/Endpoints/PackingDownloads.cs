using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;
using Marketplace.Core.Fulfillment.Packing;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Endpoints;

/// <summary>Packing slips and pick lists for the signed-in seller's browser. One order is named in the address; a selection comes in a form, for its ids do not fit.</summary>
public static class PackingDownloads
{
    /// <summary>Address of packing slips.</summary>
    public const string Slips = "fulfillment/packing-slips.pdf";

    /// <summary>Address of pick lists.</summary>
    public const string PickLists = "fulfillment/pick-list.pdf";

    /// <summary>Address of the paper of one order.</summary>
    /// <param name="paper"><see cref="Slips"/> or <see cref="PickLists"/>.</param>
    /// <param name="orderId">The order.</param>
    public static string Address(string paper, Guid orderId) => $"{paper}?orders={OrderIdList.Write([orderId])}";

    /// <summary>Maps the downloads.</summary>
    public static void MapPackingDownloads(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/").RequireAuthorization().ExcludeFromDescription();
        group.MapGet(Slips, (string orders, HttpContext http, PackingPapers papers, BuyerDataLog buyers, CancellationToken cancellationToken) => SlipsAsync(orders, http, papers, buyers, cancellationToken)).Needs(Right.ViewOrders);
        group.MapPost(Slips, ([FromForm] string orders, HttpContext http, PackingPapers papers, BuyerDataLog buyers, CancellationToken cancellationToken) => SlipsAsync(orders, http, papers, buyers, cancellationToken)).Needs(Right.ViewOrders);
        group.MapGet(PickLists, (string orders, HttpContext http, PackingPapers papers, CancellationToken cancellationToken) => PickListAsync(orders, http, papers, cancellationToken)).Needs(Right.ViewOrders);
        group.MapPost(PickLists, ([FromForm] string orders, HttpContext http, PackingPapers papers, CancellationToken cancellationToken) => PickListAsync(orders, http, papers, cancellationToken)).Needs(Right.ViewOrders);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> SlipsAsync(string orders, HttpContext http, PackingPapers papers, BuyerDataLog buyers, CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> ids = [.. OrderIdList.Read(orders)];
        if (await papers.SlipsAsync(http.User.SellerId(), ids, null, cancellationToken) is not { } paper)
        {
            return TypedResults.NotFound();
        }

        await NoteAsync(http, buyers, ids, cancellationToken);
        return Send(http, paper);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> PickListAsync(string orders, HttpContext http, PackingPapers papers, CancellationToken cancellationToken) =>
        await papers.PrintPickListAsync(http.User.SellerId(), [.. OrderIdList.Read(orders)], null, cancellationToken) is { } paper ? Send(http, paper) : TypedResults.NotFound();

    internal static Task NoteAsync(HttpContext http, BuyerDataLog buyers, IReadOnlyList<Guid> orderIds, CancellationToken cancellationToken) =>
        buyers.ExportedAsync(http.User.SellerId(), orderIds.Count == 1 ? "packing slip" : FormattableString.Invariant($"packing slips of {orderIds.Count} orders"), orderIds.Count == 1 ? orderIds[0] : null, cancellationToken);

    // A slip names its recipient, so no cache may keep it.
    internal static FileContentHttpResult Send(HttpContext http, PrintedPaper paper)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(paper.Content, "application/pdf");
    }
}
