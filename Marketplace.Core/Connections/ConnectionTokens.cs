using Marketplace.Core.Platforms;

namespace Marketplace.Core.Connections;

/// <summary>
/// One store's access token. However many callers ask, one renewal is under way at a time, and all of them get its result; a
/// caller that gives up does not stop it for the others.
/// </summary>
internal sealed class ConnectionTokens(Guid connectionId, TokenStore store, PlatformCatalog catalog, TimeProvider time) : IAccessTokenSource
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestRenewal = TimeSpan.FromMinutes(2);
    private readonly Lock gate = new();
    private volatile TokenSet? current;
    private Task<TokenSet>? flight;

    /// <inheritdoc />
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        if (current is { } tokens && Lasts(tokens, Margin))
        {
            return tokens.AccessToken;
        }

        return (await JoinAsync(null, Margin).WaitAsync(cancellationToken)).AccessToken;
    }

    /// <inheritdoc />
    public async ValueTask<string> RenewAsync(string refused, CancellationToken cancellationToken)
    {
        if (current is { } tokens && tokens.AccessToken != refused)
        {
            return tokens.AccessToken;
        }

        var renewed = await JoinAsync(refused, Margin).WaitAsync(cancellationToken);

        // The flight that was joined may have set out before the refusal and merely have read the refused token from the database.
        return renewed.AccessToken != refused ? renewed.AccessToken : (await JoinAsync(refused, Margin).WaitAsync(cancellationToken)).AccessToken;
    }

    /// <summary>Renews the token now if it would end within this time.</summary>
    public Task KeepAsync(TimeSpan ahead, CancellationToken cancellationToken) =>
        current is { } tokens && Lasts(tokens, ahead) ? Task.CompletedTask : JoinAsync(null, ahead).WaitAsync(cancellationToken);

    /// <summary>Forgets what is held in memory; the next caller reads the database.</summary>
    public void Drop() => current = null;

    private Task<TokenSet> JoinAsync(string? refused, TimeSpan margin)
    {
        lock (gate)
        {
            return flight is { IsCompleted: false } ? flight : flight = Task.Run(() => FlyAsync(refused, margin));
        }
    }

    private async Task<TokenSet> FlyAsync(string? refused, TimeSpan margin)
    {
        using var limit = new CancellationTokenSource(LongestRenewal, time);
        try
        {
            return current = await ReadOrRenewAsync(refused, margin, limit.Token);
        }
        catch (NeedsReauthorizationException)
        {
            current = null;
            throw;
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new TransientException("The marketplace did not renew the store's access in time. It is tried again by itself.", exception);
        }
    }

    private async Task<TokenSet> ReadOrRenewAsync(string? refused, TimeSpan margin, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(connectionId, cancellationToken);
        if (stored.Tokens.AccessToken != refused && Lasts(stored.Tokens, margin))
        {
            return stored.Tokens;
        }

        try
        {
            var fresh = await catalog.Get(stored.Marketplace).Connect.RefreshAsync(stored.Tokens, stored.Region, cancellationToken);

            // When the row has moved on, the seller has consented anew or disconnected meanwhile, or another process was faster.
            return await store.ReplaceAsync(connectionId, stored, fresh, cancellationToken)
                ? fresh
                : (await store.LoadAsync(connectionId, cancellationToken)).Tokens;
        }
        catch (NeedsReauthorizationException exception)
        {
            // Another process's renewal kills the refresh token that was read here, where the marketplace rotates it.
            var now = await store.LoadAsync(connectionId, cancellationToken);
            if (now.Version != stored.Version)
            {
                return now.Tokens;
            }

            await store.MarkDeadAsync(connectionId, stored.Version, exception.Message, cancellationToken);
            throw;
        }
    }

    private bool Lasts(TokenSet tokens, TimeSpan margin) => tokens.AccessExpiresAt - time.GetUtcNow() > margin;
}
