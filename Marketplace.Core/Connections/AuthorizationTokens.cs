using Marketplace.Core.Platforms;

namespace Marketplace.Core.Connections;

/// <summary>
/// The access token of one authorisation. However many callers and stores ask, one renewal is under way at a time, in this process by
/// a shared task and over all processes by a hold on the row; all of them get its result. A caller that gives up does not stop it.
/// </summary>
internal sealed class AuthorizationTokens(Guid authorizationId, TokenStore store, PlatformCatalog catalog, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestFlight = TimeSpan.FromMinutes(2);

    // Shorter than the hold, so that no answer comes after another process has taken over.
    private static readonly TimeSpan LongestCall = TokenStore.Hold - TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(150);
    private readonly Lock gate = new();
    private volatile TokenSet? current;
    private Task<TokenSet>? flight;

    /// <summary>A token that is valid for at least another minute.</summary>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        if (current is { } tokens && Lasts(tokens, Margin))
        {
            return tokens.AccessToken;
        }

        return (await JoinAsync(null, Margin).WaitAsync(cancellationToken)).AccessToken;
    }

    /// <summary>A token other than the one that the marketplace has just refused.</summary>
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
        using var limit = new CancellationTokenSource(LongestFlight, time);
        try
        {
            return current = await ReadOrRenewAsync(refused, margin, limit.Token);
        }
        catch (NeedsReauthorizationException)
        {
            current = null;
            throw;
        }
        catch (OperationCanceledException exception)
        {
            throw new TransientException("The marketplace did not renew the store's access in time. It is tried again by itself.", exception);
        }
    }

    private async Task<TokenSet> ReadOrRenewAsync(string? refused, TimeSpan margin, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await store.LoadAsync(authorizationId, cancellationToken);
            if (stored.Tokens.AccessToken != refused && Lasts(stored.Tokens, margin))
            {
                return stored.Tokens;
            }

            if (await store.TryHoldAsync(stored, cancellationToken))
            {
                return await RenewAsync(stored, cancellationToken);
            }

            // Another process is at it: what it stores is looked for until its hold lapses.
            await Task.Delay(Glance, time, cancellationToken);
        }
    }

    private async Task<TokenSet> RenewAsync(StoredTokens stored, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestCall);
        try
        {
            var fresh = await catalog.Get(stored.Marketplace).Connect.RefreshAsync(stored.Tokens, stored.Region, limit.Token);

            // When the row has moved on, the seller has consented anew or disconnected meanwhile.
            return await store.ReplaceAsync(stored, fresh, cancellationToken) ? fresh : (await store.LoadAsync(authorizationId, cancellationToken)).Tokens;
        }
        catch (NeedsReauthorizationException exception)
        {
            var now = await store.LoadAsync(authorizationId, cancellationToken);
            if (now.Version != stored.Version)
            {
                return now.Tokens;
            }

            await store.MarkDeadAsync(stored, exception.Message, cancellationToken);
            throw;
        }
        catch
        {
            await store.LetGoAsync(stored, CancellationToken.None);
            throw;
        }
    }

    private bool Lasts(TokenSet tokens, TimeSpan margin) => tokens.AccessExpiresAt - time.GetUtcNow() > margin;
}
