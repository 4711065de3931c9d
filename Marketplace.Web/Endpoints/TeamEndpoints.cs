using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>The people of a seller, and what is asked of all of them.</summary>
public static class TeamEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapTeam(this RouteGroupBuilder group)
    {
        group.MapGet("/team", ReadAsync).Needs(Right.EditTeam).WithSummary("The members, the owners first, and whether they must have a second factor.");
        group.MapPut("/team/settings", SaveAsync).Needs(Right.EditTeam)
            .WithSummary("Asks all members for a second factor, or asks no more. Who has none can do nothing at the seller until it is set up.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Ok<TeamAnswer>> ReadAsync(HttpContext http, TeamBook team, CancellationToken cancellationToken)
    {
        var seller = http.User.SellerId();
        return TypedResults.Ok(new TeamAnswer(
            await team.DemandsSecondFactorAsync(seller, cancellationToken),
            [.. (await team.ListAsync(seller, cancellationToken)).Select(m => new MemberAnswer(m.UserId, m.Name, m.Email, m.Role, m.JoinedAt, m.HasTwoFactor))]));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SaveAsync(SettingsBody body, HttpContext http, TeamBook team, CancellationToken cancellationToken) =>
        await team.DemandSecondFactorAsync(http.User.SellerId(), http.User.UserId(), body.DemandsSecondFactor!.Value, cancellationToken) is { } problem
            ? TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity)
            : TypedResults.NoContent();

    /// <summary>The people of a seller.</summary>
    public sealed record TeamAnswer(bool DemandsSecondFactor, IReadOnlyList<MemberAnswer> Members);

    /// <summary>A member. Times are UTC.</summary>
    public sealed record MemberAnswer(Guid UserId, string Name, string Email, Role Role, DateTimeOffset JoinedAt, bool HasSecondFactor);

    /// <summary>What is asked of all members.</summary>
    public sealed record SettingsBody([property: Required] bool? DemandsSecondFactor);
}
