using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>The seller's own names of carriers.</summary>
public static class CarrierEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapCarriers(this RouteGroupBuilder group)
    {
        group.MapGet("/fulfillment/carriers", async (HttpContext http, CarrierAliases aliases, CancellationToken cancellationToken) =>
            TypedResults.Ok((await aliases.ListAsync(http.User.SellerId(), cancellationToken)).Select(AliasAnswer.Of))).Needs(Right.ViewOrders).WithSummary("What your own names of carriers mean on each marketplace.");
        group.MapPut("/fulfillment/carriers", SetAsync).Needs(Right.EditSettings)
            .WithSummary("Says what a name means on a marketplace; it holds for files, dialogs and this API.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/fulfillment/carriers/{aliasId:guid}", RemoveAsync).Needs(Right.EditSettings).WithSummary("Takes a name out of the table.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SetAsync(AliasBody body, HttpContext http, CarrierAliases aliases, CancellationToken cancellationToken) =>
        await aliases.SetAsync(http.User.SellerId(), body.Platform, body.Name, body.Carrier, cancellationToken) is { } problem
            ? TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity)
            : TypedResults.NoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Guid aliasId, HttpContext http, CarrierAliases aliases, CancellationToken cancellationToken) =>
        await aliases.RemoveAsync(http.User.SellerId(), aliasId, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no such name in your table.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>What a name means.</summary>
    /// <param name="Platform">Key of the marketplace.</param>
    /// <param name="Name">The name as your files write it.</param>
    /// <param name="Carrier">The marketplace's carrier, by name or code.</param>
    public sealed record AliasBody([property: Required] string Platform, [property: Required, MaxLength(CarrierAlias.MaxLength)] string Name, [property: Required] string Carrier);

    /// <summary>A name of the table.</summary>
    public sealed record AliasAnswer(Guid Id, string Platform, string Name, string Carrier, string? CarrierCode)
    {
        internal static AliasAnswer Of(CarrierAlias alias) => new(alias.Id, alias.Marketplace, alias.Written, alias.CarrierName, alias.CarrierCode);
    }
}
