namespace Marketplace.Core.Platforms;

/// <summary>Who is calling: one store of one seller. It travels with each call, so that one client serves all stores.</summary>
public sealed record ConnectionContext
{
    /// <summary>The connection's id; key of limiters and logs.</summary>
    public required Guid ConnectionId { get; init; }

    /// <summary>The store's marketplace.</summary>
    public required MarketplaceKey Marketplace { get; init; }

    /// <summary>The marketplace's id of the seller or shop.</summary>
    public required string ExternalAccountId { get; init; }

    /// <summary>Region key of the descriptor.</summary>
    public required string Region { get; init; }

    /// <summary>Opaque JSON of the vendor folder (site ids, shop cipher), stored with the connection.</summary>
    public string? PlatformData { get; init; }

    /// <summary>Where the access token comes from.</summary>
    public required IAccessTokenSource Tokens { get; init; }

    /// <summary>People go before jobs in the limiter's queue.</summary>
    public CallPriority Priority { get; init; } = CallPriority.Job;
}

/// <summary>Who waits for a call.</summary>
public enum CallPriority
{
    /// <summary>A person looks at the screen.</summary>
    Person,

    /// <summary>A scheduled or durable job.</summary>
    Job,
}

/// <summary>Hands out a store's access token and renews it, once for all callers that wait.</summary>
public interface IAccessTokenSource
{
    /// <summary>A token that is valid for at least another minute.</summary>
    /// <exception cref="NeedsReauthorizationException">The refresh token is gone.</exception>
    ValueTask<string> GetAsync(CancellationToken cancellationToken);

    /// <summary>A token other than the one that the marketplace has just refused.</summary>
    /// <exception cref="NeedsReauthorizationException">The refresh token is gone.</exception>
    ValueTask<string> RenewAsync(string refused, CancellationToken cancellationToken);
}

/// <summary>Opens the context of a store for feature rooms, which never see tokens.</summary>
public interface IConnectionContexts
{
    /// <summary>The context of a connected store.</summary>
    /// <exception cref="NeedsReauthorizationException">The store is not connected any more.</exception>
    Task<ConnectionContext> OpenAsync(Guid connectionId, CallPriority priority, CancellationToken cancellationToken);
}
