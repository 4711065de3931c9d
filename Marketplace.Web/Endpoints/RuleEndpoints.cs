using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>The seller's rules for orders that wait to be shipped.</summary>
public static class RuleEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapRules(this RouteGroupBuilder group)
    {
        group.MapGet("/fulfillment/rules", ListAsync).Needs(Right.ViewOrders).WithSummary("The rules in the order in which they are tried, each as data and as a sentence.");
        group.MapPost("/fulfillment/rules", AddAsync).Needs(Right.EditSettings).WithSummary("Adds a rule behind all others, as a draft.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPut("/fulfillment/rules/{ruleId:guid}", ChangeAsync).Needs(Right.EditSettings)
            .WithSummary("Changes a rule. One whose terms change is a draft again, and rests until it was tried and switched on.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/fulfillment/rules/{ruleId:guid}", DeleteAsync).Needs(Right.EditSettings).WithSummary("Deletes a rule; what it did stays.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/fulfillment/rules/order", OrderAsync).Needs(Right.EditSettings).WithSummary("Puts the rules into an order; those that are left out come behind.");
        group.MapPost("/fulfillment/rules/{ruleId:guid}/try", TryAsync).Needs(Right.EditSettings)
            .WithSummary($"Tries a rule on the orders of the last {RuleTrial.Days} days without touching them; afterwards it can be switched on.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/fulfillment/rules/{ruleId:guid}/switch", SwitchAsync).Needs(Right.EditSettings)
            .WithSummary("Switches a rule on or off. Only what was tried as it is can be switched on.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<IReadOnlyList<RuleAnswer>>> ListAsync(HttpContext http, RuleBook book, CancellationToken cancellationToken)
    {
        var names = await book.NamesAsync(http.User.SellerId(), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<RuleAnswer>>([.. (await book.ListAsync(http.User.SellerId(), cancellationToken)).Select(rule => RuleAnswer.Of(rule, names))]);
    }

    private static async Task<Results<Created<RuleAnswer>, ProblemHttpResult>> AddAsync(RuleBody body, HttpContext http, RuleBook book, CancellationToken cancellationToken)
    {
        var (id, problem) = await book.SaveAsync(http.User.SellerId(), null, body.ToDraft(), http.ApiActor(), cancellationToken);
        return id is { } added
            ? TypedResults.Created($"/api/v1/platforms/fulfillment/rules/{added}", await AnswerAsync(http, book, added, cancellationToken))
            : TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<RuleAnswer>, ProblemHttpResult>> ChangeAsync(
        Guid ruleId, RuleBody body, HttpContext http, RuleBook book, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(http.User.SellerId(), ruleId, cancellationToken) is null)
        {
            return NotFound();
        }

        var (id, problem) = await book.SaveAsync(http.User.SellerId(), ruleId, body.ToDraft(), http.ApiActor(), cancellationToken);
        return id is { } changed
            ? TypedResults.Ok(await AnswerAsync(http, book, changed, cancellationToken))
            : TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Guid ruleId, HttpContext http, RuleBook book, CancellationToken cancellationToken) =>
        await book.DeleteAsync(http.User.SellerId(), ruleId, cancellationToken) ? TypedResults.NoContent() : NotFound();

    private static async Task<NoContent> OrderAsync(OrderBody body, HttpContext http, RuleBook book, CancellationToken cancellationToken)
    {
        await book.OrderAsync(http.User.SellerId(), body.RuleIds, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<RuleTrialResult>, ProblemHttpResult>> TryAsync(Guid ruleId, HttpContext http, RuleTrial trial, CancellationToken cancellationToken) =>
        await trial.TryStoredAsync(http.User.SellerId(), ruleId, cancellationToken) is not var (result, problem) ? NotFound()
        : problem is null ? TypedResults.Ok(result)
        : TypedResults.Problem(problem, statusCode: StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<RuleAnswer>, ProblemHttpResult>> SwitchAsync(
        Guid ruleId, SwitchBody body, HttpContext http, RuleBook book, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(http.User.SellerId(), ruleId, cancellationToken) is null)
        {
            return NotFound();
        }

        return await book.SwitchAsync(http.User.SellerId(), ruleId, body.On, cancellationToken) is { } problem
            ? TypedResults.Problem(problem, statusCode: StatusCodes.Status409Conflict)
            : TypedResults.Ok(await AnswerAsync(http, book, ruleId, cancellationToken));
    }

    private static async Task<RuleAnswer> AnswerAsync(HttpContext http, RuleBook book, Guid ruleId, CancellationToken cancellationToken) => RuleAnswer.Of(
        (await book.FindAsync(http.User.SellerId(), ruleId, cancellationToken))!, await book.NamesAsync(http.User.SellerId(), cancellationToken));

    private static ProblemHttpResult NotFound() => TypedResults.Problem("There is no such rule here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A rule.</summary>
    /// <param name="Name">Name, as timelines show it.</param>
    /// <param name="When">Conditions, all of which must hold; none for every order.</param>
    /// <param name="Then">Steps, taken in their order.</param>
    /// <param name="GoesOn">Further rules are looked at after it has matched.</param>
    public sealed record RuleBody([property: Required] string Name, IReadOnlyList<RuleCondition>? When, [property: Required] IReadOnlyList<RuleStep> Then, bool GoesOn = false)
    {
        internal RuleDraft ToDraft() => new(Name, new RuleTerms(When ?? [], Then), GoesOn);
    }

    /// <summary>Ids of rules, the first to be tried first.</summary>
    public sealed record OrderBody([property: Required] IReadOnlyList<Guid> RuleIds);

    /// <summary>Which way a rule is switched.</summary>
    public sealed record SwitchBody(bool On);

    /// <summary>A rule as it is stored; <paramref name="Revision"/> grows whenever its terms change. Times are UTC.</summary>
    public sealed record RuleAnswer(
        Guid Id, string Name, int Position, RuleState State, IReadOnlyList<RuleCondition> When, IReadOnlyList<RuleStep> Then, bool GoesOn, int Revision,
        string InWords, string ChangedBy, DateTimeOffset ChangedAt)
    {
        internal static RuleAnswer Of(ShippingRule rule, RuleNames names) => new(
            rule.Id, rule.Name, rule.Position, rule.State, rule.Terms.When, rule.Terms.Then, rule.GoesOn, rule.Revision, RuleWords.Of(rule.Terms, names), rule.ChangedBy, rule.ChangedAt);
    }
}
