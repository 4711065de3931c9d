using Microsoft.AspNetCore.Components.Authorization;

namespace Marketplace.Web.Auth;

/// <summary>Who is signed in, and at which seller; for pages.</summary>
public sealed class CurrentSeller(AuthenticationStateProvider authentication)
{
    /// <summary>Id of the seller at whose desk the user sits.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in; pages behind authorisation never see this.</exception>
    public async Task<Guid> IdAsync() => (await authentication.GetAuthenticationStateAsync()).User.SellerId();

    /// <summary>Id of the user.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public async Task<Guid> UserIdAsync() => (await authentication.GetAuthenticationStateAsync()).User.UserId();

    /// <summary>Name for timelines and ledgers.</summary>
    public async Task<string> NameAsync() => (await authentication.GetAuthenticationStateAsync()).User.Identity?.Name ?? "unknown";
}
