using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Labels for the signed-in seller's browser, to look at and print.</summary>
public static class LabelDownloads
{
    /// <summary>Most orders whose labels one address can name.</summary>
    public const int MostOrders = 250;

    /// <summary>Address of one label.</summary>
    public static string Address(Guid labelId) => $"fulfillment/labels/{labelId}";

    /// <summary>Address of the labels of orders as one document; orders beyond <see cref="MostOrders"/> are left out.</summary>
    public static string Address(IEnumerable<Guid> orderIds) =>
        $"fulfillment/labels.pdf?orders={OrderIdList.Write(orderIds.Take(MostOrders))}";

    /// <summary>Maps the downloads.</summary>
    public static void MapLabelDownloads(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/").RequireAuthorization().ExcludeFromDescription();
        group.MapGet("fulfillment/labels/{labelId:guid}", OneAsync).Needs(Right.ViewOrders);
        group.MapGet("fulfillment/labels.pdf", ManyAsync).Needs(Right.ViewOrders);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> OneAsync(
        Guid labelId, HttpContext http, LabelPapers papers, BuyerDataLog buyers, CancellationToken cancellationToken)
    {
        if (await papers.ReadAsync(http.User.SellerId(), labelId, cancellationToken) is not { } paper)
        {
            return TypedResults.NotFound();
        }

        return await LabelEndpoints.PaperAsync(http, paper, buyers, "a shipping label", labelId, cancellationToken);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> ManyAsync(
        string orders, HttpContext http, LabelPapers papers, BuyerDataLog buyers, CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> ids = [.. OrderIdList.Read(orders)];
        if (await papers.MergeAsync(http.User.SellerId(), ids, cancellationToken) is not { } paper)
        {
            return TypedResults.NotFound();
        }

        return await LabelEndpoints.PaperAsync(http, paper, buyers, FormattableString.Invariant($"shipping labels of {ids.Count} orders"), ids.Count == 1 ? ids[0] : null, cancellationToken);
    }
}
