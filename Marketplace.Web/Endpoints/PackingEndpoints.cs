using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment.Packing;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>The packing table: its queue, claims and scans, for hand-held scanners with programs of their own.</summary>
public static class PackingEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapPacking(this RouteGroupBuilder group)
    {
        group.MapGet("/packing", QueueAsync).Needs(Right.ViewOrders).WithSummary("Orders to pack, or packed and not shipped, the most urgent first, with who has each.");
        group.MapPost("/orders/{orderId:guid}/packing", StartAsync).Needs(Right.Ship)
            .WithSummary("Claims an order for packing, or goes on with it; 409 while somebody else has it, unless it is taken over.").GivesActionProblems();
        group.MapPost("/packing/{runId:guid}/scans", ScanAsync).Needs(Right.Ship)
            .WithSummary("Puts the item with a scanned code into the box. A wrong item, or one too many, is 409 and changes nothing.").GivesActionProblems();
        group.MapDelete("/packing/{runId:guid}/scans/last", UndoAsync).Needs(Right.Ship).WithSummary("Takes the newest item out of the box again.").GivesActionProblems();
        group.MapDelete("/packing/{runId:guid}", ReleaseAsync).Needs(Right.Ship).WithSummary("Gives an order back unfinished.").GivesActionProblems();
    }

    private static async Task<Ok<PackQueuePage>> QueueAsync(HttpContext http, PackQueue queue, CancellationToken cancellationToken, bool packed = false, [Range(1, PackQueue.MostEntries)] int take = 50) =>
        TypedResults.Ok(await queue.ReadAsync(http.User.SellerId(), packed, take, cancellationToken));

    private static async Task<Results<Ok<PackingAnswer>, ProblemHttpResult>> StartAsync(
        Guid orderId, StartBody body, HttpContext http, PackDesk desk, CancellationToken cancellationToken) =>
        Answer(await desk.StartAsync(http.User.SellerId(), orderId, Packer(http, body.Packer), body.TakeOver, cancellationToken));

    private static async Task<Results<Ok<PackingAnswer>, ProblemHttpResult>> ScanAsync(Guid runId, ScanBody body, HttpContext http, PackDesk desk, CancellationToken cancellationToken) =>
        Answer(await desk.ScanAsync(http.User.SellerId(), runId, Packer(http, body.Packer), body.Code, cancellationToken));

    private static async Task<Results<Ok<PackingAnswer>, ProblemHttpResult>> UndoAsync(Guid runId, string? packer, HttpContext http, PackDesk desk, CancellationToken cancellationToken) =>
        Answer(await desk.UndoAsync(http.User.SellerId(), runId, Packer(http, packer), cancellationToken));

    private static async Task<Results<Ok<PackingAnswer>, ProblemHttpResult>> ReleaseAsync(Guid runId, string? packer, HttpContext http, PackDesk desk, CancellationToken cancellationToken) =>
        Answer(await desk.ReleaseAsync(http.User.SellerId(), runId, Packer(http, packer), cancellationToken));

    // Programs have no browser, so those of one packer's name are one station.
    private static Packer Packer(HttpContext http, string? name) => new(string.IsNullOrWhiteSpace(name) ? http.ApiActor() : name.Trim(), Guid.Empty);

    private static Results<Ok<PackingAnswer>, ProblemHttpResult> Answer(PackVerdict verdict) => verdict.Outcome switch
    {
        PackOutcome.Ok or PackOutcome.Complete => TypedResults.Ok(PackingAnswer.Of(verdict)),
        PackOutcome.UnknownCode when verdict.Run is null => TypedResults.Problem(verdict.Message, statusCode: StatusCodes.Status404NotFound),
        PackOutcome.UnknownCode => TypedResults.Problem(verdict.Message, statusCode: StatusCodes.Status422UnprocessableEntity),
        _ => TypedResults.Problem(verdict.Message, statusCode: StatusCodes.Status409Conflict),
    };

    /// <summary>A claim.</summary>
    /// <param name="Packer">Who packs; left out, the owner of the token.</param>
    /// <param name="TakeOver">Take the order from whoever has it.</param>
    public sealed record StartBody([property: StringLength(100)] string? Packer, bool TakeOver = false);

    /// <summary>A scan.</summary>
    /// <param name="Code">What the scanner read.</param>
    /// <param name="Packer">Who packs; left out, the owner of the token.</param>
    public sealed record ScanBody([property: Required, StringLength(200)] string Code, [property: StringLength(100)] string? Packer);

    /// <summary>Items of one kind in a box.</summary>
    public sealed record ItemAnswer(Guid Id, Guid OrderLineId, string? Sku, string Title, int Counted, int Wanted);

    /// <summary>A packing. Times are UTC.</summary>
    public sealed record PackingAnswer(Guid Id, Guid OrderId, PackState State, string Packer, DateTimeOffset StartedAt, string Message, IReadOnlyList<ItemAnswer> Items)
    {
        internal static PackingAnswer Of(PackVerdict verdict) => new(
            verdict.Run!.Id, verdict.Run.OrderId, verdict.Run.State, verdict.Run.Packer, verdict.Run.StartedAt, verdict.Message,
            [.. verdict.Run.Items.Select(i => new ItemAnswer(i.Id, i.OrderLineId, i.Sku, i.Title, i.Counted, i.Wanted))]);
    }
}
