using System.Globalization;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Connections;

/// <summary>Asks stores whether they still answer, and notes it on their rows.</summary>
public sealed class ConnectionHealth(IConnectionContexts contexts, PlatformCatalog catalog, TokenStore store, TokenSources sources, TimeProvider time)
{
    /// <summary>
    /// Makes one cheap call. A lost authorisation turns the store to <see cref="ConnectionState.NeedsReauthorization"/>; a failure
    /// that may pass is noted as the store's problem until the next check that succeeds.
    /// </summary>
    /// <returns>What is wrong, in plain words; null when the store answers.</returns>
    public async Task<string?> CheckAsync(Guid connectionId, CallPriority priority, CancellationToken cancellationToken)
    {
        MarketplaceDescriptor? marketplace = null;
        try
        {
            var context = await contexts.OpenAsync(connectionId, priority, cancellationToken);
            marketplace = catalog.Get(context.Marketplace).Descriptor;
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
            await store.NoteHealthAsync(connectionId, exception.Message, answered: false, cancellationToken);
            return exception.Message;
        }

        await store.NoteHealthAsync(connectionId, await WarningAsync(connectionId, marketplace, cancellationToken), answered: true, cancellationToken);
        return null;
    }

    // A consent that ends is renewed by consenting again, which loses nothing as long as it is done in time.
    private async Task<string?> WarningAsync(Guid connectionId, MarketplaceDescriptor? marketplace, CancellationToken cancellationToken) =>
        marketplace is not null && await store.EndOfConsentAsync(connectionId, cancellationToken) is { } end && end - time.GetUtcNow() <= marketplace.ConsentWarning
            ? string.Create(CultureInfo.InvariantCulture, $"Your consent for {marketplace.Name} ends on {end.UtcDateTime:d MMMM yyyy}. Reconnect the store before then; nothing is lost by it.")
            : null;
}
