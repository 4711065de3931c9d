namespace Marketplace.Core.Platforms;

/// <summary>A marketplace's OAuth flow and the life of its tokens.</summary>
public interface IConnectFlow
{
    /// <summary>Full key of the first setting that is missing before anybody can connect ("Platforms:Ebay:ClientId"); null when all is there.</summary>
    string? MissingSetting { get; }

    /// <summary>Scopes that the consent page asks for; empty where the marketplace ties them to the application instead.</summary>
    IReadOnlyList<string> Scopes => [];

    /// <summary>Address of the marketplace's consent page.</summary>
    Uri ConsentUrl(ConsentRequest request);

    /// <summary>Reads the query of the redirect back.</summary>
    /// <exception cref="ConsentFailedException">The seller refused, or the redirect carries no code.</exception>
    ConsentGrant ReadCallback(IReadOnlyDictionary<string, string> query);

    /// <summary>Exchanges the code and asks the marketplace whose store it is. One authorisation may open several shops.</summary>
    /// <exception cref="ConsentFailedException">The code is used, expired or foreign.</exception>
    Task<IReadOnlyList<AuthorizedStore>> ExchangeAsync(ConsentGrant grant, ConsentRequest request, CancellationToken cancellationToken);

    /// <summary>Fresh tokens for old ones; keeps the refresh token where the marketplace does not rotate it.</summary>
    /// <exception cref="NeedsReauthorizationException">The marketplace does not accept the refresh token any more.</exception>
    Task<TokenSet> RefreshAsync(TokenSet tokens, string region, CancellationToken cancellationToken);

    /// <summary>A cheap call that proves that the store answers.</summary>
    Task CheckAsync(ConnectionContext connection, CancellationToken cancellationToken);
}

/// <summary>What a consent page is asked for.</summary>
/// <param name="State">Opaque one-time value that comes back with the redirect.</param>
/// <param name="Callback">Our own callback address.</param>
/// <param name="Region">Region key of the descriptor.</param>
public sealed record ConsentRequest(string State, Uri Callback, string Region);

/// <summary>What the redirect back carried.</summary>
/// <param name="Code">Authorisation code, decoded exactly once.</param>
/// <param name="State">The state; null where a marketplace starts the flow itself.</param>
/// <param name="ExternalAccountId">The seller's id, where the redirect names it (Amazon).</param>
public sealed record ConsentGrant(string Code, string? State, string? ExternalAccountId);

/// <summary>A store that the seller has opened to us.</summary>
public sealed record AuthorizedStore
{
    /// <summary>The marketplace's unchanging id of the seller or shop.</summary>
    public required string ExternalAccountId { get; init; }

    /// <summary>
    /// The marketplace's id of the authorisation, where one opens several shops that share one set of rotating tokens; null where
    /// each store has its own.
    /// </summary>
    public string? AuthorizationId { get; init; }

    /// <summary>Name shown on the store card.</summary>
    public required string Name { get; init; }

    /// <summary>Region key of the descriptor.</summary>
    public required string Region { get; init; }

    /// <summary>Its tokens.</summary>
    public required TokenSet Tokens { get; init; }

    /// <summary>Opaque JSON for the vendor folder's later calls.</summary>
    public string? PlatformData { get; init; }
}

/// <summary>A store's tokens with their ends. Never logged: <see cref="ToString"/> hides them.</summary>
/// <param name="AccessToken">Sent with each call.</param>
/// <param name="AccessExpiresAt">UTC.</param>
/// <param name="RefreshToken">Renews the access token.</param>
/// <param name="RefreshExpiresAt">UTC; null where the marketplace names no end.</param>
public sealed record TokenSet(string AccessToken, DateTimeOffset AccessExpiresAt, string RefreshToken, DateTimeOffset? RefreshExpiresAt)
{
    /// <inheritdoc />
    public override string ToString() => $"TokenSet(expires {AccessExpiresAt:O})";
}
