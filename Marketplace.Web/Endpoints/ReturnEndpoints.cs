using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Returns that buyers have asked for, and the seller's answers.</summary>
public static class ReturnEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapReturns(this RouteGroupBuilder group)
    {
        group.MapGet("/returns", OpenAsync).Needs(Right.ViewOrders).WithSummary($"Returns that wait for the seller's answer, the most urgent first; at most {AnswerReturns.MostOpen}.");
        group.MapGet("/orders/{orderId:guid}/returns", OfOrderAsync).Needs(Right.ViewOrders).WithSummary("What an order's buyer wants to send back, with the seller's last answers; none where the marketplace tells nothing of returns.");
        group.MapGet("/returns/{returnId:guid}/refusal-reasons", ReasonsAsync).Needs(Right.ViewOrders)
            .WithSummary("Reasons that the marketplace takes for a no, asked of it now.").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/returns/{returnId:guid}/answer", AnswerAsync).Needs(Right.Refund)
            .WithSummary("Answers what the marketplace asks about a return. Done when it asks no more.").GivesActionProblems();
    }

    private static async Task<Ok<IReadOnlyList<ReturnAnswerView>>> OpenAsync(HttpContext http, AnswerReturns returns, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ReturnAnswerView>>([.. (await returns.OpenAsync(http.User.SellerId(), cancellationToken)).Select(o => ReturnAnswerView.Of(o.Return, null))]);

    private static async Task<Ok<IReadOnlyList<ReturnAnswerView>>> OfOrderAsync(Guid orderId, HttpContext http, AnswerReturns returns, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ReturnAnswerView>>([.. (await returns.OfOrderAsync(http.User.SellerId(), orderId, cancellationToken)).Select(c => ReturnAnswerView.Of(c.Return, c.Answer))]);

    private static async Task<Results<Ok<IReadOnlyList<RefusalReason>>, ProblemHttpResult>> ReasonsAsync(
        Guid returnId, HttpContext http, AnswerReturns returns, CancellationToken cancellationToken)
    {
        try
        {
            return await returns.RefusalReasonsAsync(http.User.SellerId(), returnId, cancellationToken) is { } reasons
                ? TypedResults.Ok(reasons)
                : TypedResults.Problem("There is no such return here.", statusCode: StatusCodes.Status404NotFound);
        }
        catch (PlatformException failure)
        {
            return TypedResults.Problem(failure.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<Results<Accepted<ActionAnswers.Taken>, ProblemHttpResult>> AnswerAsync(
        Guid returnId, ReturnBody body, HttpContext http, AnswerReturns returns, CancellationToken cancellationToken) =>
        ActionAnswers.Of(await returns.AnswerAsync(http.User.SellerId(), returnId, body.Accept, body.Reason, body.Comment, http.ApiActor(), cancellationToken), "/api/v1/platforms/returns");

    /// <summary>An answer.</summary>
    /// <param name="Accept">Yes or no to what is asked.</param>
    /// <param name="Reason">Name of the reason for a no; see the return's refusal reasons.</param>
    /// <param name="Comment">A word to go with a no.</param>
    public sealed record ReturnBody(bool Accept, [property: MaxLength(200)] string? Reason, [property: MaxLength(ReturnAnswer.MaxComment)] string? Comment);

    /// <summary>A return. Times are UTC.</summary>
    /// <param name="Id">Our id.</param>
    /// <param name="OrderId">The order.</param>
    /// <param name="ExternalId">The marketplace's id.</param>
    /// <param name="Wish">What the buyer wants.</param>
    /// <param name="Status">Where it stands.</param>
    /// <param name="Question">What the seller is asked; null where nothing is.</param>
    /// <param name="AnswerBy">Until when; afterwards the marketplace decides.</param>
    /// <param name="Reason">The buyer's reason.</param>
    /// <param name="Amount">What the buyer would get; null where it is not known.</param>
    /// <param name="Items">Items that it is about.</param>
    /// <param name="TrackingNumber">Of the parcel on its way back.</param>
    /// <param name="CreatedAt">When it was asked for.</param>
    /// <param name="LastAnswer">The seller's last answer; null where none was given.</param>
    public sealed record ReturnAnswerView(
        Guid Id, Guid OrderId, string ExternalId, ReturnWish Wish, ReturnStatus Status, ReturnQuestion? Question, DateTimeOffset? AnswerBy, string? Reason,
        OrderEndpoints.Amount? Amount, int Items, string? TrackingNumber, DateTimeOffset CreatedAt, AftercareEndpoints.Asked? LastAnswer)
    {
        internal static ReturnAnswerView Of(OrderReturn r, ReturnAnswer? answer) => new(
            r.Id, r.OrderId, r.ExternalId, r.Wish, r.Status, r.Question, r.AnswerBy, r.Reason, r.Amount is { } amount ? OrderEndpoints.Amount.Of(amount) : null, r.Items,
            r.TrackingNumber, r.CreatedAt, answer is null ? null : AftercareEndpoints.Asked.Of(answer));
    }
}
