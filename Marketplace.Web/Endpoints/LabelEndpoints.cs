using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Net.Mime;
using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>The marketplaces' shipping labels: offers, purchase, paper, giving back.</summary>
public static class LabelEndpoints
{
    private static readonly FrozenSet<string> Shown = new[]
    {
        MediaTypeNames.Application.Pdf, MediaTypeNames.Image.Png, MediaTypeNames.Image.Jpeg, MediaTypeNames.Image.Gif,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapLabels(this RouteGroupBuilder group)
    {
        group.MapPost("/orders/{orderId:guid}/labels/offers", OffersAsync).Needs(Right.Ship)
            .WithSummary("What the marketplace offers for a parcel with all that is left of an order: services with prices and days, and times of collection.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/orders/{orderId:guid}/labels", BuyAsync).Needs(Right.Ship)
            .WithSummary("Buys a label; its tracking number goes into a parcel of the order by itself.").GivesActionProblems();
        group.MapPost("/labels", BuyManyAsync).Needs(Right.Ship)
            .WithSummary("Buys a label for each of many orders, the cheapest or the fastest of each; a verdict per order, in their order.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/labels/{labelId:guid}/document", DocumentAsync).Needs(Right.ViewOrders).WithSummary("The stored paper of a label.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/labels/document", MergedAsync).Needs(Right.Ship)
            .WithSummary($"The stored labels of up to {LabelPapers.MostLabels} orders as one PDF, in the order of the ids.").GivesActionProblems();
        group.MapDelete("/labels/{labelId:guid}", VoidAsync).Needs(Right.Ship).WithSummary("Gives an unused label back.").GivesActionProblems();
    }

    private static async Task<Results<Ok<OffersAnswer>, ProblemHttpResult>> OffersAsync(
        Guid orderId, SizeBody body, HttpContext http, LabelShop shop, CancellationToken cancellationToken) =>
        await shop.OffersAsync(http.User.SellerId(), new LabelWish { OrderId = orderId, Size = body.ToSize() }, cancellationToken) is { } offers
            ? TypedResults.Ok(OffersAnswer.Of(offers))
            : NoSuch("order");

    private static async Task<Results<Accepted<ActionAnswers.Taken>, ProblemHttpResult>> BuyAsync(
        Guid orderId, BuyBody body, HttpContext http, LabelShop shop, CancellationToken cancellationToken)
    {
        var verdicts = await shop.BuyAsync(http.User.SellerId(), [body.ToWish(orderId)], http.ApiActor(), cancellationToken);
        return ActionAnswers.Of(verdicts[0], $"/api/v1/platforms/orders/{orderId}/actions");
    }

    private static async Task<Results<Ok<BulkAnswer>, ProblemHttpResult>> BuyManyAsync(BulkBody body, HttpContext http, LabelShop shop, CancellationToken cancellationToken)
    {
        if (body.OrderIds.Count is 0 or > LabelPapers.MostLabels)
        {
            return TypedResults.Problem(
                $"Give between 1 and {LabelPapers.MostLabels} orders in one call; this one has {body.OrderIds.Count}.", statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        var wishes = body.OrderIds.Select(id => new LabelWish { OrderId = id, Choice = body.Choice, Size = body.Size?.ToSize() ?? new ParcelSize() }).ToList();
        var verdicts = await shop.BuyAsync(http.User.SellerId(), wishes, http.ApiActor(), cancellationToken);
        return TypedResults.Ok(new BulkAnswer([.. body.OrderIds.Zip(verdicts, (id, v) => new BulkVerdict(id, v.Outcome, v.Message, v.ActionId))]));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> DocumentAsync(
        Guid labelId, HttpContext http, LabelPapers papers, BuyerDataLog buyers, CancellationToken cancellationToken) =>
        await papers.ReadAsync(http.User.SellerId(), labelId, cancellationToken) is { } paper
            ? await PaperAsync(http, paper, buyers, "a shipping label", labelId, cancellationToken)
            : NoSuch("label");

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> MergedAsync(
        MergeBody body, HttpContext http, LabelPapers papers, BuyerDataLog buyers, CancellationToken cancellationToken)
    {
        if (body.OrderIds.Count > LabelPapers.MostLabels)
        {
            return TypedResults.Problem($"At most {LabelPapers.MostLabels} orders go into one document.", statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        return await papers.MergeAsync(http.User.SellerId(), body.OrderIds, cancellationToken) is { } paper
            ? await PaperAsync(http, paper, buyers, FormattableString.Invariant($"shipping labels of {body.OrderIds.Count} orders"), null, cancellationToken)
            : NoSuch("label");
    }

    private static async Task<Results<Accepted<ActionAnswers.Taken>, ProblemHttpResult>> VoidAsync(Guid labelId, HttpContext http, LabelShop shop, CancellationToken cancellationToken) =>
        ActionAnswers.Of(await shop.VoidAsync(http.User.SellerId(), labelId, http.ApiActor(), cancellationToken), $"/api/v1/platforms/labels/{labelId}/document");

    // A label names its recipient, so no cache may keep it. Only what a browser shows without running anything is shown; the type is the
    // word of whoever sold the label, and what calls itself a web page would run in this application's name.
    internal static async Task<FileContentHttpResult> PaperAsync(
        HttpContext http, PrintedLabel paper, BuyerDataLog buyers, string what, Guid? subjectId, CancellationToken cancellationToken)
    {
        await buyers.ExportedAsync(http.User.SellerId(), what, subjectId, cancellationToken);
        http.Response.Headers.CacheControl = "no-store";
        return Shown.Contains(paper.MediaType)
            ? TypedResults.File(paper.Content, paper.MediaType)
            : TypedResults.File(paper.Content, MediaTypeNames.Application.Octet, "label");
    }

    private static ProblemHttpResult NoSuch(string thing) => TypedResults.Problem($"There is no such {thing} here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Weight in grams and sides in millimetres; left out where the marketplace knows them.</summary>
    public sealed record SizeBody(int? WeightGrams, int? LengthMillimetres, int? WidthMillimetres, int? HeightMillimetres)
    {
        internal ParcelSize ToSize() => new(WeightGrams, LengthMillimetres, WidthMillimetres, HeightMillimetres);
    }

    /// <summary>A purchase.</summary>
    /// <param name="Size">Weight and size.</param>
    /// <param name="OfferId">The offer; left out, the marketplace's own choice, or what <paramref name="Choice"/> picks.</param>
    /// <param name="Choice">Which offer is picked where none is named.</param>
    /// <param name="PickupStart">Start of a time of collection, UTC; left out for dropping off.</param>
    /// <param name="PickupEnd">Its end, UTC.</param>
    /// <param name="Lines">What is in the parcel; left out, all that is left to ship.</param>
    /// <param name="DespiteCancelRequest">Ship although the buyer has asked to cancel.</param>
    /// <param name="DespiteHold">Ship although the order is held.</param>
    public sealed record BuyBody(
        SizeBody? Size, string? OfferId, OfferChoice? Choice, DateTimeOffset? PickupStart, DateTimeOffset? PickupEnd,
        IReadOnlyList<AftercareEndpoints.LineItems>? Lines, bool DespiteCancelRequest = false, bool DespiteHold = false)
    {
        internal LabelWish ToWish(Guid orderId) => new()
        {
            OrderId = orderId,
            Size = Size?.ToSize() ?? new ParcelSize(),
            OfferId = OfferId,
            Choice = OfferId is null ? Choice ?? OfferChoice.Named : OfferChoice.Named,
            Pickup = PickupStart is { } start && PickupEnd is { } end ? new PickupSlot(start, end) : null,
            Lines = Lines?.Select(l => new ShipRequestLine(l.LineId, l.Quantity)).ToList(),
            DespiteCancelRequest = DespiteCancelRequest,
            DespiteHold = DespiteHold,
        };
    }

    /// <summary>Purchases for many orders.</summary>
    public sealed record BulkBody([property: Required] IReadOnlyList<Guid> OrderIds, OfferChoice Choice, SizeBody? Size);

    /// <summary>Orders whose labels are printed.</summary>
    public sealed record MergeBody([property: Required] IReadOnlyList<Guid> OrderIds);

    /// <summary>What became of one order.</summary>
    public sealed record BulkVerdict(Guid OrderId, ActionOutcome Outcome, string Message, Guid? LabelId);

    /// <summary>What became of all, in their order.</summary>
    public sealed record BulkAnswer(IReadOnlyList<BulkVerdict> Results);

    /// <summary>A service that would carry the parcel.</summary>
    public sealed record OfferAnswer(string Id, string Name, string Carrier, OrderEndpoints.Amount? Price, int? EarliestDays, int? LatestDays);

    /// <summary>What is offered; <paramref name="Problem"/> says why nothing is.</summary>
    public sealed record OffersAnswer(IReadOnlyList<OfferAnswer> Offers, bool? DropOff, IReadOnlyList<PickupSlot> Pickups, string? Problem, bool NeedsSize)
    {
        internal static OffersAnswer Of(LabelOffers offers) => new(
            [.. offers.Offers.Select(o => new OfferAnswer(o.Id, o.Name, o.Carrier, o.Price is { } price ? OrderEndpoints.Amount.Of(price) : null, o.EarliestDays, o.LatestDays))],
            offers.Handover?.DropOff, offers.Handover?.Pickups ?? [], offers.Problem, offers.NeedsSize);
    }

    /// <summary>A label. Times are UTC.</summary>
    public sealed record LabelAnswer(
        Guid Id, Guid OrderId, ActionState State, string? Carrier, string? TrackingNumber, OrderEndpoints.Amount? Price, string? Problem, bool IsStored,
        DateTimeOffset CreatedAt, DateTimeOffset? PrintedAt)
    {
        internal static LabelAnswer Of(ShippingLabel label) => new(
            label.Id, label.OrderId, label.State, label.CarrierName, label.TrackingNumber, label.Price is { } price ? OrderEndpoints.Amount.Of(price) : null,
            label.Problem, label.MediaType is not null && label.State == ActionState.Done, label.CreatedAt, label.PrintedAt);
    }
}
