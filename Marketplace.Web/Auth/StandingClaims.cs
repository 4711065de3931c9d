using System.Security.Claims;
using Marketplace.Core.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Auth;

/// <summary>
/// Holds what a cookie or token says against what is true now, with each request and every few seconds of an open page. Who was signed
/// out is a stranger; who lost their place at a seller sits at the first that is left to them; who lacks the second factor that the seller
/// asks for is nothing there.
/// </summary>
public sealed class StandingClaims(Standings standings, IOptions<IdentityOptions> identity) : IClaimsTransformation
{
    private static readonly ClaimsPrincipal Stranger = new(new ClaimsIdentity());

    /// <inheritdoc />
    public async Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        // The half-signed-in user between password and second factor carries no stamp, and gets nothing here either.
        if (principal.Identity is not { IsAuthenticated: true } || principal.FindGuid(ClaimTypes.NameIdentifier) is not { } userId)
        {
            return principal;
        }

        var standing = await standings.OfAsync(userId, CancellationToken.None);
        if (standing is null || !Holds(principal, standing))
        {
            // What is kept may be older than a sign-in on another instance.
            standings.Forget(userId);
            standing = await standings.OfAsync(userId, CancellationToken.None);
        }

        return standing is not null && Holds(principal, standing) ? Seat(principal, standing) : Stranger;
    }

    private bool Holds(ClaimsPrincipal principal, Standing standing) =>
        (principal.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) is not { } stamp || stamp == standing.Stamp)
        && (principal.FindGuid(SellerClaims.Session) is not { } session || standing.Sessions.Contains(session));

    private static ClaimsPrincipal Seat(ClaimsPrincipal principal, Standing standing)
    {
        var claimed = principal.FindGuid(SellerClaims.Seller);
        if ((standing.At(claimed) is null ? standing.Roles.Select(r => (Guid?)r.Key).FirstOrDefault() : claimed) is not { } seller)
        {
            return principal.SeatedAt(null, null);
        }

        return standing.Closed.Contains(seller) ? principal.ClosedOutOf(seller)
            : claimed == seller && principal.RoleAtSeller() == standing.At(seller) ? principal
            : principal.SeatedAt(seller, standing.At(seller));
    }
}
