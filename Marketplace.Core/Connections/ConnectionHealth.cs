using Marketplace.Core.Platforms;

namespace Marketplace.Core.Connections;

/// <summary>Asks stores whether they still answer, and notes it on their rows.</summary>
public sealed class ConnectionHealth(IConnectionContexts contexts, PlatformCatalog catalog, TokenStore store, TokenSources sources)
{
    /// <summary>
    /// Makes one cheap call. A lost authorisation turns the store to <see cref="ConnectionState.NeedsReauthorization"/>; a failure
    /// that may pass is noted as the store's problem until the next check that succeeds.
    /// </summary>
    /// <returns>What is wrong, in plain words; null when the store answers.</returns>
    public async Task<string?> CheckAsync(Guid connectionId, CallPriority priority, CancellationToken cancellationToken)
    {
        try
        {
            var context = await contexts.OpenAsync(connectionId, priority, cancellationToken);
            await catalog.Get(context.Marketplace).Connect.CheckAsync(context, cancellationToken);
        }
        catch (ThrottledException)
        {
            // A store that counts our calls is alive.
        }
        catch (NeedsReauthorizationException exception)
        {
            await store.MarkStoreDeadAsync(connectionId, exception.Message, cancellationToken);
            sources.Of(connectionId).Drop();
            return exception.Message;
        }
        catch (PlatformException exception)
        {
            await store.NoteHealthAsync(connectionId, exception.Message, cancellationToken);
            return exception.Message;
        }

        await store.NoteHealthAsync(connectionId, null, cancellationToken);
        return null;
    }
}
