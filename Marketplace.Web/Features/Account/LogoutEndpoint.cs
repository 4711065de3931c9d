using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Features.Account;

/// <summary>Signing out: a form post, so that no foreign page can do it by a link.</summary>
public static class LogoutEndpoint
{
    /// <summary>Maps <c>POST /logout</c>.</summary>
    public static void MapLogout(this IEndpointRouteBuilder app) => app.MapPost("/logout", SignOutAsync).Needs(Right.OwnAccount).ExcludeFromDescription();

    // Reading a form makes the framework demand the antiforgery token.
    private static async Task<RedirectHttpResult> SignOutAsync([FromForm] string? returnUrl, SignInManager<User> signIn)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect(LocalAddress.Or(returnUrl, "/login"));
    }
}
