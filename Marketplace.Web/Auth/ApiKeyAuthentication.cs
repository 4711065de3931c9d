using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Marketplace.Core.Accounts;
using Marketplace.Core.ApiAccess;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Auth;

/// <summary>
/// Signs programs in by a personal key, in <c>Authorization: Bearer mk_…</c> or <c>X-Api-Key</c>. The request acts for the account that
/// made the key, and may do what both the account and the key's scopes allow.
/// </summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyBook keys, UserManager<User> users, Standings standings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "ApiKey";

    /// <summary>The header for programs that cannot set <c>Authorization</c>.</summary>
    public const string HeaderName = "X-Api-Key";

    /// <summary>Claim that holds the key's scopes, as a number.</summary>
    public const string ScopesClaim = "marketplace:scopes";

    /// <summary>Claim that holds the key's id.</summary>
    public const string KeyClaim = "marketplace:key";

    private const string Bearer = "Bearer ";

    /// <summary>The personal key that a request shows; null when it shows none. Bridges to our webhooks send keys of other kinds in the same header.</summary>
    public static string? KeyOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        var header = request.Headers[HeaderName].ToString();
        return header.StartsWith(ApiKeyBook.Start, StringComparison.Ordinal) ? header
            : authorization.StartsWith(Bearer + ApiKeyBook.Start, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim()
            : null;
    }

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request) is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        // The key dies with the account's place at the seller, and never opens another seller of the same account.
        if (await keys.RecogniseAsync(secret, Context.RequestAborted) is not { } key
            || (await standings.OfAsync(key.UserId, Context.RequestAborted))?.At(key.SellerId) is not { } role
            || await users.FindByIdAsync(key.UserId.ToString()) is not { } account)
        {
            return AuthenticateResult.Fail("The API key is not valid: it is unknown, revoked or expired.");
        }

        var principal = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, key.UserId.ToString()),
                new Claim(ClaimTypes.Name, account.UserName ?? ""),
                new Claim(SellerClaims.Seller, key.SellerId.ToString()),
                new Claim(SellerClaims.Role, role.ToString()),
                new Claim(ScopesClaim, ((int)key.Scopes).ToString(CultureInfo.InvariantCulture)),
                new Claim(KeyClaim, key.Id.ToString()),
            ],
            SchemeName));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }
}
