using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>The places where stock lies.</summary>
public static class LocationEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapLocations(this RouteGroupBuilder group)
    {
        group.MapGet("/inventory/locations", async (HttpContext http, LocationEditor locations, CancellationToken cancellationToken) =>
            TypedResults.Ok(await locations.ListAsync(http.User.SellerId(), cancellationToken))).Needs(Right.ViewStock).WithSummary("All locations, the default one first.");
        group.MapPost("/inventory/locations", AddAsync).Needs(Right.EditStock).WithSummary("Opens a location.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPut("/inventory/locations/{locationId:guid}", ChangeAsync).Needs(Right.EditStock)
            .WithSummary("Renames a location, or makes it the default: first counts land there, and parcels leave from there.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/inventory/locations/{locationId:guid}", RemoveAsync).Needs(Right.EditStock)
            .WithSummary("Closes a location that is empty and that the ledger does not tell of.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Created<AddedAnswer>, ProblemHttpResult>> AddAsync(
        AddBody body, HttpContext http, LocationEditor locations, CancellationToken cancellationToken)
    {
        var (id, problem) = await locations.AddAsync(http.User.SellerId(), body.Name, cancellationToken);
        return id is { } added ? TypedResults.Created("/api/v1/platforms/inventory/locations", new AddedAnswer(added)) : Refused(problem!);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        Guid locationId, ChangeBody body, HttpContext http, LocationEditor locations, CancellationToken cancellationToken)
    {
        var seller = http.User.SellerId();
        var problem = body.Name is { } name ? await locations.RenameAsync(seller, locationId, name, cancellationToken) : null;
        problem ??= body.IsDefault == true ? await locations.MakeDefaultAsync(seller, locationId, cancellationToken) : null;
        return problem is null ? TypedResults.NoContent() : Refused(problem);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid locationId, HttpContext http, LocationEditor locations, CancellationToken cancellationToken) =>
        await locations.RemoveAsync(http.User.SellerId(), locationId, cancellationToken) is { } problem ? Refused(problem) : TypedResults.NoContent();

    private static ProblemHttpResult Refused(string problem) =>
        TypedResults.Problem(problem, statusCode: problem.StartsWith("This location is not there", StringComparison.Ordinal) ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity);

    /// <summary>A new location.</summary>
    public sealed record AddBody([property: Required, MaxLength(StockLocation.MaxName)] string Name);

    /// <summary>The new location's id.</summary>
    public sealed record AddedAnswer(Guid Id);

    /// <summary>What is to change; null stays.</summary>
    public sealed record ChangeBody([property: MaxLength(StockLocation.MaxName)] string? Name, bool? IsDefault);
}
