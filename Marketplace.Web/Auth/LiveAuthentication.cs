using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Marketplace.Web.Auth;

/// <summary>
/// Asks again, while a page is open, what its user is: a changed role shows, and who was signed out or taken off the page's seller is
/// sent to sign in.
/// </summary>
public sealed class LiveAuthentication(ILoggerFactory loggers, StandingClaims standing) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    /// <inheritdoc />
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var known = authenticationState.User;
        var fresh = await standing.TransformAsync(known);
        if (fresh.Identity is not { IsAuthenticated: true } || fresh.FindGuid(SellerClaims.Seller) != known.FindGuid(SellerClaims.Seller))
        {
            return false;
        }

        if (fresh.RoleAtSeller() != known.RoleAtSeller())
        {
            SetAuthenticationState(Task.FromResult(new AuthenticationState(fresh)));
        }

        return true;
    }
}
