using Marketplace.Core.Platforms.Amazon.Wire;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>
/// Makes Amazon write a seller's notifications to our queue. The destination belongs to the application and needs its own
/// token; the subscriptions belong to the seller and need the seller's.
/// </summary>
public sealed class AmazonSubscriptions(AmazonClient client, AmazonGrantless grantless, IOptions<AmazonOptions> options) : IWebhookSubscriber
{
    private const string Root = "/notifications/v1";
    private const string DestinationName = "marketplace-notifications";

    private static readonly (string Type, string Version, AmazonDirectiveWire? Directive)[] Wanted =
    [
        ("ORDER_CHANGE", "1.0", new AmazonDirectiveWire(new AmazonEventFilterWire("ORDER_CHANGE", ["OrderStatusChange", "BuyerRequestedChange"]))),
        ("FEED_PROCESSING_FINISHED", "2020-09-04", null),
    ];

    /// <summary>False: Amazon writes to queues only; the messages are read from there.</summary>
    public bool NeedsAddress => false;

    /// <summary>Makes the store's subscriptions, where a queue is set up.</summary>
    /// <exception cref="RejectedException">No queue is set up, or Amazon may not write to it.</exception>
    public async Task SubscribeAsync(ConnectionContext connection, Uri address, CancellationToken cancellationToken)
    {
        if (options.Value.NotificationQueueArn is not { Length: > 0 } queue)
        {
            throw new RejectedException($"Amazon writes notifications to a queue of Amazon SQS only: set {AmazonOptions.Section}:NotificationQueueArn to one. Orders are read on schedule without it.")
            {
                Field = $"{AmazonOptions.Section}:NotificationQueueArn",
            };
        }

        var destination = await DestinationAsync(connection.Region, queue, cancellationToken);
        foreach (var (type, version, directive) in Wanted)
        {
            var present = await SubscriptionAsync(connection, type, version, cancellationToken);
            if (present is not null && present.DestinationId != destination)
            {
                await ApplicationAsync<AmazonPayloadWire<object>>(
                    connection.Region, AmazonOperations.DeleteSubscription, HttpMethod.Delete, $"/subscriptions/{type}/{AmazonClient.Encode(present.SubscriptionId)}", null, cancellationToken);
                present = null;
            }

            if (present is null)
            {
                await CreateAsync(connection, type, new AmazonSubscriptionWish(version, destination, directive), cancellationToken);
            }
        }
    }

    private async Task<string> DestinationAsync(string region, string queue, CancellationToken cancellationToken)
    {
        if (await FindAsync(region, queue, cancellationToken) is { } known)
        {
            return known;
        }

        try
        {
            var made = await ApplicationAsync<AmazonPayloadWire<AmazonDestinationWire>>(
                region, AmazonOperations.CreateDestination, HttpMethod.Post, "/destinations", new AmazonDestinationWish(DestinationName, new AmazonResourceWire(new AmazonQueueWire(queue))), cancellationToken);
            return made.Payload?.DestinationId ?? throw new TransientException("Amazon made a destination without an id.") { Operation = AmazonOperations.CreateDestination.Name };
        }
        catch (RejectedException exception) when (AmazonErrors.IsConflict(exception))
        {
            // Another instance was quicker.
            return await FindAsync(region, queue, cancellationToken)
                ?? throw new RejectedException($"Amazon already has a destination named '{DestinationName}' for another queue. Delete it, or set {AmazonOptions.Section}:NotificationQueueArn to its queue.", exception);
        }
    }

    private async Task<string?> FindAsync(string region, string queue, CancellationToken cancellationToken)
    {
        var all = await ApplicationAsync<AmazonPayloadWire<List<AmazonDestinationWire>>>(region, AmazonOperations.GetDestinations, HttpMethod.Get, "/destinations", null, cancellationToken);
        return all.Payload?.FirstOrDefault(d => d.Resource?.Sqs?.Arn == queue)?.DestinationId;
    }

    private async Task<AmazonSubscriptionWire?> SubscriptionAsync(ConnectionContext connection, string type, string version, CancellationToken cancellationToken)
    {
        try
        {
            var path = $"{Root}/subscriptions/{type}" + AmazonClient.Query(("payloadVersion", version));
            return (await client.SendAsync<AmazonPayloadWire<AmazonSubscriptionWire>>(connection, AmazonOperations.GetSubscription, HttpMethod.Get, path, null, cancellationToken)).Payload;
        }
        catch (RejectedException exception) when (AmazonErrors.IsUnknown(exception))
        {
            return null;
        }
    }

    private async Task CreateAsync(ConnectionContext connection, string type, AmazonSubscriptionWish wish, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(connection, AmazonOperations.CreateSubscription, HttpMethod.Post, $"{Root}/subscriptions/{type}", wish, cancellationToken);
        }
        catch (RejectedException exception) when (AmazonErrors.IsConflict(exception))
        {
            // It has come into being since we looked, which is what we wanted.
        }
    }

    private async Task<T> ApplicationAsync<T>(string region, OperationPlan operation, HttpMethod method, string path, object? body, CancellationToken cancellationToken)
        where T : class =>
        await client.SendWithTokenAsync<T>(region, await grantless.GetAsync(cancellationToken), operation, method, Root + path, body, cancellationToken);
}
