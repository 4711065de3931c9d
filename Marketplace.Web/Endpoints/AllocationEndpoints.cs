using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Endpoints;

/// <summary>Rules for what listings offer of the stock.</summary>
public static class AllocationEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapAllocation(this RouteGroupBuilder group)
    {
        group.MapGet("/allocation/rules", ListAsync).Needs(Right.ViewStock).WithSummary("All rules, the widest first.").WithDescription(AllocationWords.Order);
        group.MapPut("/allocation/rules", SaveAsync).Needs(Right.EditSettings).WithSummary("Saves the rule of a marketplace, a store or a listing; its listings follow within seconds.")
            .WithDescription(AllocationWords.Order).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/allocation/rules", RemoveAsync).Needs(Right.EditSettings).WithSummary("Removes the rule of a marketplace, a store or a listing; the next wider one holds.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPost("/allocation/preview", TryAsync).Needs(Right.EditSettings).WithSummary("What saving a rule would change, on the real listings; nothing is saved.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Ok<IReadOnlyList<RuleAnswer>>> ListAsync(HttpContext http, AllocationRules rules, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<RuleAnswer>>([.. (await rules.ListAsync(http.User.SellerId(), cancellationToken)).Select(RuleAnswer.Of)]);

    private static async Task<Results<NoContent, ProblemHttpResult>> SaveAsync(RuleBody body, HttpContext http, AllocationRules rules, CancellationToken cancellationToken) =>
        Answer(await rules.SaveAsync(http.User.SellerId(), body.ToTarget(), body.ToTerms(), http.User.Identity?.Name ?? "api", cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        HttpContext http, AllocationRules rules, CancellationToken cancellationToken,
        [FromQuery] string? platform = null, [FromQuery] Guid? connectionId = null, [FromQuery] Guid? listingId = null) =>
        Answer(await rules.SaveAsync(
            http.User.SellerId(), new AllocationTarget(platform?.ToLowerInvariant(), connectionId, listingId), null, http.User.Identity?.Name ?? "api", cancellationToken));

    private static async Task<Results<Ok<AllocationPreview>, ProblemHttpResult>> TryAsync(
        RuleBody body, HttpContext http, AllocationPreviews previews, CancellationToken cancellationToken)
    {
        var preview = await previews.TryAsync(http.User.SellerId(), body.ToTarget(), body.ToTerms(), cancellationToken);
        return preview.Problem is { } problem ? TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity) : TypedResults.Ok(preview);
    }

    private static Results<NoContent, ProblemHttpResult> Answer(string? problem) =>
        problem is null ? TypedResults.NoContent() : TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity);

    /// <summary>
    /// A rule. Exactly one of <paramref name="Platform"/>, <paramref name="ConnectionId"/> and <paramref name="ListingId"/> says what it
    /// is about; what is left out sets no limit.
    /// </summary>
    /// <param name="Platform">Marketplace key, for all stores there.</param>
    /// <param name="ConnectionId">A store.</param>
    /// <param name="ListingId">A listing.</param>
    /// <param name="Buffer">Items held back before anything else.</param>
    /// <param name="Percent">Share of the rest, 1 to 100.</param>
    /// <param name="Floor">Items offered at least, as far as there are.</param>
    /// <param name="Cap">Items offered at most.</param>
    /// <param name="Fixed">Always this number, whatever there is.</param>
    /// <param name="DoNotSync">Nothing is ever sent.</param>
    /// <param name="RoundsToNone">Rounding the percentage down may leave none.</param>
    public sealed record RuleBody(
        string? Platform, Guid? ConnectionId, Guid? ListingId,
        [property: Range(0, AllocationTerms.MaxItems)] int Buffer = 0, [property: Range(1, 100)] int Percent = 100, [property: Range(0, AllocationTerms.MaxItems)] int Floor = 0,
        int? Cap = null, int? Fixed = null, bool DoNotSync = false, bool RoundsToNone = false)
    {
        internal AllocationTarget ToTarget() => new(Platform?.ToLowerInvariant(), ConnectionId, ListingId);

        internal AllocationTerms ToTerms() => new()
        {
            Buffer = Buffer,
            Percent = Percent,
            Floor = Floor,
            Cap = Cap,
            Fixed = Fixed,
            DoesNotSync = DoNotSync,
            RoundsToNone = RoundsToNone,
        };
    }

    /// <summary>A saved rule, in numbers and in words; the time is UTC.</summary>
    public sealed record RuleAnswer(
        Guid Id, AllocationScope Scope, string? Platform, Guid? ConnectionId, Guid? ListingId, AllocationTerms Terms, string InWords, string ChangedBy, DateTimeOffset ChangedAt)
    {
        internal static RuleAnswer Of(AllocationRule rule) => new(
            rule.Id, rule.Scope, rule.Marketplace, rule.ConnectionId, rule.ListingId, rule.Terms, AllocationWords.Of(rule.Terms), rule.ChangedBy, rule.ChangedAt);
    }
}
