using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Webhooks;

/// <summary>Has a marketplace send a test notification about a store, where it offers that.</summary>
public sealed class TestNotifications(IConnectionContexts contexts, ConnectionQueries stores, PlatformCatalog catalog, WebhookAddress address)
{
    private static readonly Uri NoAddress = new("about:blank");

    /// <summary>Whether a marketplace offers it.</summary>
    public bool IsOffered(string marketplace) => catalog.TryGet(marketplace, out var platform) && platform.NotificationTest is not null;

    /// <summary>Asks for the notification.</summary>
    /// <returns>Why there will be none, and what to do; null when it is on its way.</returns>
    /// <exception cref="UnknownConnectionException">The store is not this seller's.</exception>
    public async Task<string?> SendAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        var store = await stores.FindAsync(sellerId, connectionId, cancellationToken) ?? throw new UnknownConnectionException();
        var platform = catalog.Get(new MarketplaceKey(store.Marketplace));
        if (platform.NotificationTest is not { } tester)
        {
            return $"{platform.Descriptor.Name} sends no test notifications. Its next order shows whether they arrive.";
        }

        try
        {
            var context = await contexts.OpenAsync(connectionId, CallPriority.Person, cancellationToken);
            await tester.TestAsync(context, address.For(platform.Key) ?? NoAddress, cancellationToken);
            return null;
        }
        catch (PlatformException exception)
        {
            return exception.Message;
        }
    }
}
