using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Where notifications go.</summary>
/// <param name="Id">Amazon's id.</param>
/// <param name="Name">The application's name for it.</param>
/// <param name="Arn">ARN of the queue.</param>
internal sealed record AmazonDestination(string Id, string Name, string Arn);

/// <summary>A seller's subscription to a kind of notification.</summary>
internal sealed record AmazonSubscription(string Id, string Type, string SellerId, string PayloadVersion, string DestinationId, JsonNode? Directive);

/// <summary>Destinations, subscriptions and the queue that notifications are written to.</summary>
internal sealed class AmazonMailbox(AmazonCourier courier, string applicationId, TimeProvider time)
{
    /// <summary>Destinations by id.</summary>
    public ConcurrentDictionary<string, AmazonDestination> Destinations { get; } = new();

    /// <summary>Subscriptions by seller and kind; Amazon allows one each.</summary>
    public ConcurrentDictionary<(string SellerId, string Type), AmazonSubscription> Subscriptions { get; } = new();

    /// <summary>Tells of a new or changed order.</summary>
    public void OrderChanged(AmazonStore store, AmazonOrder order)
    {
        if (Subscriptions.TryGetValue((store.SellerId, "ORDER_CHANGE"), out var subscription))
        {
            courier.Send(AmazonNotificationJson.OrderChange(store, order, applicationId, subscription.Id, time.GetUtcNow()));
        }
    }

    /// <summary>Tells of the end of a feed.</summary>
    public void FeedEnded(AmazonStore store, AmazonFeed feed)
    {
        if (Subscriptions.TryGetValue((store.SellerId, "FEED_PROCESSING_FINISHED"), out var subscription))
        {
            courier.Send(AmazonNotificationJson.FeedFinished(store, feed, applicationId, subscription.Id, time.GetUtcNow()));
        }
    }
}
