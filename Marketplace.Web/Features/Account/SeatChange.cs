using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Features.Account;

/// <summary>Goes over to another of the user's sellers: a form post, because the cookie carries which one it is.</summary>
public static class SeatChange
{
    /// <summary>Address of the form.</summary>
    public const string Path = "/account/seller";

    /// <summary>Maps the address.</summary>
    public static void MapSeatChange(this IEndpointRouteBuilder app) => app.MapPost(Path, ChangeAsync).Needs(Right.OwnAccount).ExcludeFromDescription();

    /// <summary>Gives the browser a cookie for a seller; the sign-in itself stays the same.</summary>
    public static async Task SignInAtAsync(HttpContext http, Guid sellerId)
    {
        var signedIn = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (signedIn.Principal is { } user)
        {
            await http.SignInAsync(IdentityConstants.ApplicationScheme, user.SeatedAt(sellerId, Role.Viewer), signedIn.Properties);
        }
    }

    private static async Task<RedirectHttpResult> ChangeAsync(
        [FromForm] Guid sellerId, HttpContext http, Standings standings, UserManager<User> users, CancellationToken cancellationToken)
    {
        // A seller that is not theirs changes nothing, and the claim would not hold either.
        if ((await standings.OfAsync(http.User.UserId(), cancellationToken))?.At(sellerId) is not null && await users.GetUserAsync(http.User) is { } user)
        {
            user.LastSellerId = sellerId;
            await users.UpdateAsync(user);
            await SignInAtAsync(http, sellerId);
        }

        return TypedResults.LocalRedirect("/");
    }
}
