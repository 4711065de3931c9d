using Marketplace.Core.Connections;
using Marketplace.Core.Sync;

namespace Marketplace.Web.Endpoints;

/// <summary>Ends a consent and starts reading the stores that it opened.</summary>
public sealed class ConnectCompletion(ConnectStore connect, SyncStarter starter)
{
    /// <summary>As <see cref="ConnectStore.CompleteAsync"/>, with the first reads asked for when it returns.</summary>
    public async Task<ConnectResult> CompleteAsync(
        string marketplace, IReadOnlyDictionary<string, string> query, Guid? signedIn, CancellationToken cancellationToken)
    {
        var result = await connect.CompleteAsync(marketplace, query, signedIn, cancellationToken);
        foreach (var store in result.Stores)
        {
            await starter.StartForConnectionAsync(result.SellerId, store.Id, SyncJob.Products, "connect", cancellationToken);
            if (!store.IsNew)
            {
                // What was sold while it was not connected; a new store's orders follow its listings by themselves.
                await starter.StartForConnectionAsync(result.SellerId, store.Id, SyncJob.Orders, SyncWork.Reconnected, cancellationToken);
            }
        }

        return result;
    }
}
