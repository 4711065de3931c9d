using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Common;
using Marketplace.Core.Inventory;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Changing stock: counts, corrections, deliveries and transfers, many in one call with a verdict each.</summary>
public static class StockEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapStock(this RouteGroupBuilder group)
    {
        Map("count", StockActKind.Count, "Sets on hand to what was counted at a location, or without one at all locations together; the ledger takes the difference in.");
        Map("adjust", StockActKind.Adjust, "Corrects on hand at a location by so many more, or fewer.");
        Map("receive", StockActKind.Receive, "Takes a delivery in at a location.");
        Map("transfer", StockActKind.Transfer, "Carries items from one location to another; what is offered stays.");

        void Map(string verb, StockActKind kind, string summary) => group
            .MapPost($"/inventory/{verb}", (StockBody body, HttpContext http, StockLedger ledger, InventoryQueries inventory, CancellationToken cancellationToken) =>
                DoAsync(kind, body, http, ledger, inventory, cancellationToken)).Needs(Right.EditStock)
            .WithName($"inventory-{verb}").WithSummary($"{summary} Up to {StockLedger.MaxActs} items in one call; a refused item does not hold the others up.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<StockAnswer>, ProblemHttpResult>> DoAsync(
        StockActKind kind, StockBody body, HttpContext http, StockLedger ledger, InventoryQueries inventory, CancellationToken cancellationToken)
    {
        if (body.Items.Count is 0 or > StockLedger.MaxActs)
        {
            return TypedResults.Problem(
                $"Give between 1 and {StockLedger.MaxActs} items in one call; this one has {body.Items.Count}.", statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        var seller = http.User.SellerId();
        var known = await inventory.FindSkusAsync(seller, [.. body.Items.Where(i => i.Sku is not null).Select(i => i.Sku!)], cancellationToken);
        var acts = body.Items.Select(item => new StockAct
        {
            VariantId = item.VariantId ?? known.GetValueOrDefault(Sku.Key(item.Sku)),
            Kind = kind == StockActKind.Count && item.LocationId is null ? StockActKind.CountAll : kind,
            Items = item.Quantity,
            LocationId = item.LocationId,
            ToLocationId = item.ToLocationId,
            Note = item.Reason,
        }).ToList();
        var results = await ledger.DoAsync(seller, acts, $"{http.User.Identity?.Name} (API)", cancellationToken);
        var answers = body.Items.Zip(acts.Zip(results), (item, done) => new ItemVerdict(
            item.Sku, done.First.VariantId == Guid.Empty ? null : done.First.VariantId, done.Second.Done,
            done.First.VariantId == Guid.Empty ? "There is no item with this SKU here." : done.Second.Problem,
            done.Second.Done ? done.Second.OnHand : null, done.Second.Done ? done.Second.Reserved : null, done.Second.Done ? done.Second.Available : null)).ToList();
        return TypedResults.Ok(new StockAnswer(answers.Count(a => a.Done), answers.Count(a => !a.Done), answers));
    }

    /// <summary>What is to be changed.</summary>
    public sealed record StockBody([property: Required] IReadOnlyList<StockItem> Items);

    /// <summary>A change of one item.</summary>
    /// <param name="Sku">The item by its SKU; not needed with <paramref name="VariantId"/>.</param>
    /// <param name="VariantId">The item by its id.</param>
    /// <param name="Quantity">Items: counted, come or gone; of a correction the difference, which may be below 0.</param>
    /// <param name="LocationId">Where; null for the default location, and of a count for all locations together.</param>
    /// <param name="ToLocationId">Of a transfer: where to; null for the default location.</param>
    /// <param name="Reason">Why, for the ledger.</param>
    public sealed record StockItem(string? Sku, Guid? VariantId, int Quantity, Guid? LocationId = null, Guid? ToLocationId = null, [property: MaxLength(500)] string? Reason = null);

    /// <summary>What became of one item.</summary>
    public sealed record ItemVerdict(string? Sku, Guid? VariantId, bool Done, string? Problem, int? OnHand, int? Reserved, int? Available);

    /// <summary>What became of all items, in their order.</summary>
    public sealed record StockAnswer(int Done, int Refused, IReadOnlyList<ItemVerdict> Results);
}
