using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace Marketplace.Web.Auth;

/// <summary>Who is signed in, for pages and endpoints.</summary>
public sealed class CurrentSeller(AuthenticationStateProvider authentication)
{
    /// <summary>The signed-in seller's id.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in; pages behind authorisation never see this.</exception>
    public async Task<Guid> IdAsync() => (await authentication.GetAuthenticationStateAsync()).User.SellerId();

    /// <summary>Name for timelines and ledgers.</summary>
    public async Task<string> NameAsync() => (await authentication.GetAuthenticationStateAsync()).User.Identity?.Name ?? "unknown";
}

/// <summary>Reads a seller from claims.</summary>
public static class SellerClaims
{
    /// <summary>The signed-in seller's id.</summary>
    public static Guid SellerId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>The signed-in account's id.</summary>
    public static Guid UserId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : throw new InvalidOperationException("Nobody is signed in.");
}
