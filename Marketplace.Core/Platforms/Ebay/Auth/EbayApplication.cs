namespace Marketplace.Core.Platforms.Ebay.Auth;

/// <summary>
/// Calls in the application's own name (public keys, notification addresses, quotas). eBay gives out only 1,000 such tokens a day, so one is kept
/// for its two hours.
/// </summary>
internal sealed class EbayApplication : IAccessTokenSource, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);
    private readonly SemaphoreSlim gate = new(1);
    private readonly EbayTokenEndpoint endpoint;
    private readonly TimeProvider time;
    private Held current = new("", DateTimeOffset.UnixEpoch);

    public EbayApplication(EbayTokenEndpoint endpoint, TimeProvider time)
    {
        this.endpoint = endpoint;
        this.time = time;
        Connection = new ConnectionContext
        {
            ConnectionId = Guid.Empty,
            Marketplace = EbayOperations.Key,
            ExternalAccountId = "",
            Region = EbaySites.All[0].Id,
            Tokens = this,
            Priority = CallPriority.Person,
        };
    }

    /// <summary>Stands where other calls name a store.</summary>
    public ConnectionContext Connection { get; }

    /// <inheritdoc />
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        var held = current;
        return held.EndsAt - Margin > time.GetUtcNow() ? held.Token : await RenewAsync(held.Token, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<string> RenewAsync(string refused, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (current.Token == refused)
            {
                var answer = await endpoint.SendAsync(
                    EbayOperations.ApplicationToken,
                    new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = EbayScopes.Root },
                    cancellationToken);
                current = new Held(answer.AccessToken ?? "", time.GetUtcNow().AddSeconds(answer.ExpiresIn));
            }

            return current.Token;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => gate.Dispose();

    private sealed record Held(string Token, DateTimeOffset EndsAt);
}
