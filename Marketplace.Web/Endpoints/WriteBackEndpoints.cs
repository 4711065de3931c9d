using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>What the marketplaces were told of parcels, and whether they have it.</summary>
public static class WriteBackEndpoints
{
    /// <summary>Most parcels of one page.</summary>
    public const int MaxPageSize = 500;

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapWriteBacks(this RouteGroupBuilder group)
    {
        group.MapGet("/fulfillment/confirmations/stores", StoresAsync).Needs(Right.ViewOrders).WithSummary("Each store with what its marketplace was told: draft, pending, confirmed, failed, and a light.");
        group.MapGet("/fulfillment/confirmations", ListAsync).Needs(Right.ViewOrders).WithSummary("Parcels with the state of their confirmation, its age, and of refused ones the reason, the field and the remedy.");
    }

    private static async Task<Ok<IReadOnlyList<WriteBackStore>>> StoresAsync(HttpContext http, WriteBacks confirmations, CancellationToken cancellationToken) =>
        TypedResults.Ok(await confirmations.StoresAsync(http.User.SellerId(), cancellationToken));

    private static async Task<Ok<ConfirmationPage>> ListAsync(
        HttpContext http, WriteBacks confirmations, CancellationToken cancellationToken,
        WriteBackFilter show = WriteBackFilter.All, Guid? connectionId = null, [Range(1, 1_000_000)] int page = 1, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var rows = await confirmations.ListAsync(http.User.SellerId(), connectionId, show, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new ConfirmationPage(rows.Items, rows.Total, page, pageSize));
    }

    /// <summary>A page of parcels.</summary>
    /// <param name="Parcels">The page.</param>
    /// <param name="Total">Parcels over all pages.</param>
    /// <param name="Page">Number of the page, from 1.</param>
    /// <param name="PageSize">Most parcels of a page.</param>
    public sealed record ConfirmationPage(IReadOnlyList<WriteBackRow> Parcels, int Total, int Page, int PageSize);
}
