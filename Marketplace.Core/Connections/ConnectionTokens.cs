using Marketplace.Core.Platforms;

namespace Marketplace.Core.Connections;

/// <summary>One store's way to the tokens of its authorisation; closed as soon as the store is disconnected, though the authorisation may live on for others.</summary>
internal sealed class ConnectionTokens(Guid connectionId, TokenStore store, TokenSources sources) : IAccessTokenSource
{
    private volatile AuthorizationTokens? shared;

    /// <inheritdoc />
    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => AskAsync(tokens => tokens.GetAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public ValueTask<string> RenewAsync(string refused, CancellationToken cancellationToken) =>
        AskAsync(tokens => tokens.RenewAsync(refused, cancellationToken), cancellationToken);

    /// <summary>Forgets what is held in memory; the next caller reads the database.</summary>
    public void Drop()
    {
        shared?.Drop();
        shared = null;
    }

    private async ValueTask<string> AskAsync(Func<AuthorizationTokens, ValueTask<string>> ask, CancellationToken cancellationToken)
    {
        var known = shared ??= await FindAsync(cancellationToken);
        try
        {
            return await ask(known);
        }
        catch (NeedsReauthorizationException)
        {
            // Another process may have connected the store anew, under another authorisation.
            shared = null;
            var now = await FindAsync(cancellationToken);
            if (now == known)
            {
                throw;
            }

            shared = now;
            return await ask(now);
        }
    }

    private async Task<AuthorizationTokens> FindAsync(CancellationToken cancellationToken) =>
        sources.OfAuthorization(await store.AuthorizationOfAsync(connectionId, cancellationToken));
}
