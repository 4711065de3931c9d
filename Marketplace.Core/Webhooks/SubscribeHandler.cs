using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Webhooks;

/// <summary>
/// Asks a marketplace to tell us of a store's changes, and notes on the store how that went. It never ends as given-up work: orders
/// come by schedule too, and <see cref="SubscriptionKeeper"/> asks again.
/// </summary>
internal sealed class SubscribeHandler(
    IConnectionContexts contexts, PlatformCatalog catalog, WebhookAddress address, NotificationBook book, ILogger<SubscribeHandler> logger) : IWorkHandler
{
    private const int TriesInARow = 5;
    private static readonly Uri NoAddress = new("about:blank");

    public string Kind => WorkKinds.Subscribe;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        try
        {
            var context = await contexts.OpenAsync(item.ConnectionId, CallPriority.Job, cancellationToken);
            var problem = await AskAsync(context, cancellationToken);
            await book.NoteAskedAsync(item.SellerId, item.ConnectionId, problem, cancellationToken);
        }
        catch (Exception exception) when (exception is TransientException or ThrottledException)
        {
            await book.NoteAskedAsync(item.SellerId, item.ConnectionId, $"{exception.Message} It is tried again by itself; orders are read on schedule until then.", cancellationToken);
            if (item.Attempts < TriesInARow)
            {
                throw;
            }
        }
        catch (NeedsReauthorizationException)
        {
            // The store's card says so already, and connecting it again asks anew.
        }

        return WorkOutcome.Done;
    }

    // Returns why there are no notifications; null when there are.
    private async Task<string?> AskAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        var platform = catalog.Get(context.Marketplace);
        if (platform.Subscriptions is not { } subscriber)
        {
            return $"{platform.Descriptor.Name} sends no notifications.";
        }

        var own = address.For(context.Marketplace);
        if (own is null && subscriber.NeedsAddress)
        {
            return $"{platform.Descriptor.Name} cannot call us: set {WebhookAddress.Setting} to the https address under which this application is reached from the internet, then restart. Orders are read on schedule until then.";
        }

        try
        {
            await subscriber.SubscribeAsync(context, own ?? NoAddress, cancellationToken);
            return null;
        }
        catch (RejectedException exception)
        {
            logger.LogWarning("{Marketplace} did not take the subscriptions of store {ConnectionId}: {Problem} ({Code})", platform.Key, context.ConnectionId, exception.Message, exception.RawCode);
            return exception.Message;
        }
    }
}
