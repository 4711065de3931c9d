using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment.Labels.Providers;
using Marketplace.Core.Postage;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Accounts at independent providers of labels.</summary>
public static class LabelProviderEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapLabelProviders(this RouteGroupBuilder group)
    {
        group.MapGet("/label-providers/{provider}", FindAsync).Needs(Right.EditSettings).WithSummary("The account at a provider of labels; its key is never shown.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/label-providers/{provider}", SaveAsync).Needs(Right.EditSettings).WithSummary("Tests an API key and stores it with the sender's address.").GivesActionProblems();
        group.MapDelete("/label-providers/{provider}", RemoveAsync).Needs(Right.EditSettings).WithSummary("Forgets the account; labels that were bought stay.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<LabelProviderView>, ProblemHttpResult>> FindAsync(string provider, HttpContext http, LabelProviderAccounts accounts, CancellationToken cancellationToken) =>
        await accounts.FindAsync(http.User.SellerId(), provider, cancellationToken) is { } account
            ? TypedResults.Ok(account)
            : NoSuchAccount();

    private static async Task<Results<NoContent, ProblemHttpResult>> SaveAsync(
        string provider, AccountBody body, HttpContext http, LabelProviderAccounts accounts, CancellationToken cancellationToken) =>
        await accounts.SaveAsync(http.User.SellerId(), provider, body.ApiKey, body.Sender, cancellationToken) is { IsDone: false } refused
            ? TypedResults.Problem(refused.Message, statusCode: StatusCodes.Status422UnprocessableEntity)
            : TypedResults.NoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string provider, HttpContext http, LabelProviderAccounts accounts, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(http.User.SellerId(), provider, cancellationToken) is null)
        {
            return NoSuchAccount();
        }

        await accounts.RemoveAsync(http.User.SellerId(), provider, cancellationToken);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult NoSuchAccount() => TypedResults.Problem("There is no account at this provider.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>An account.</summary>
    /// <param name="ApiKey">The key; left out, the one that is stored.</param>
    /// <param name="Sender">From where parcels are sent.</param>
    public sealed record AccountBody(string? ApiKey, [property: Required] PostalAddress Sender);
}
