using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Notifications v1. Destinations need the application's token, subscriptions the seller's.</summary>
internal sealed class AmazonNotificationsApi(AmazonMailbox mailbox)
{
    private static readonly HashSet<string> QueueTypes =
        ["ORDER_CHANGE", "FEED_PROCESSING_FINISHED", "REPORT_PROCESSING_FINISHED", "ANY_OFFER_CHANGED", "FBA_OUTBOUND_SHIPMENT_STATUS", "FBA_INVENTORY_AVAILABILITY_CHANGES"];

    /// <summary>getDestinations.</summary>
    public SandboxReply Destinations(SandboxCall call) => SandboxReply.OfJson(200, new { payload = mailbox.Destinations.Values.Select(Wire).ToArray() });

    /// <summary>createDestination, for SQS.</summary>
    public SandboxReply CreateDestination(SandboxCall call)
    {
        var body = AmazonBody.Object(call);
        var name = AmazonBody.Required(body, "name", "name");
        var arn = AmazonBody.Text((body["resourceSpecification"] as JsonObject)?["sqs"], "arn");
        if (arn is null || !arn.StartsWith("arn:aws:sqs:", StringComparison.Ordinal) || arn.Split(':').Length < 6 || arn.EndsWith(".fifo", StringComparison.Ordinal))
        {
            throw AmazonReplies.Invalid("resourceSpecification.sqs.arn must be the ARN of a standard SQS queue.");
        }

        if (mailbox.Destinations.Values.Any(d => d.Name == name || d.Arn == arn))
        {
            return Conflict("A destination with this name or resource already exists.");
        }

        var destination = new AmazonDestination(Guid.NewGuid().ToString("D"), name, arn);
        mailbox.Destinations[destination.Id] = destination;
        return SandboxReply.OfJson(200, new { payload = Wire(destination) });
    }

    /// <summary>getDestination.</summary>
    public SandboxReply Destination(SandboxCall call) =>
        mailbox.Destinations.TryGetValue(call.Path["destinationId"], out var destination) ? SandboxReply.OfJson(200, new { payload = Wire(destination) }) : throw Unknown("destination");

    /// <summary>getSubscriptionById.</summary>
    public SandboxReply SubscriptionById(SandboxCall call) =>
        mailbox.Subscriptions.FirstOrDefault(s => s.Value.Id == call.Path["subscriptionId"] && s.Key.Type == call.Path["notificationType"]).Value is { } subscription
            ? SandboxReply.OfJson(200, new { payload = Wire(subscription) })
            : throw Unknown("subscription");

    /// <summary>deleteDestination.</summary>
    public SandboxReply DeleteDestination(SandboxCall call) =>
        mailbox.Destinations.TryRemove(call.Path["destinationId"], out _) ? SandboxReply.OfJson(200, new JsonObject()) : throw Unknown("destination");

    /// <summary>getSubscription.</summary>
    public SandboxReply Subscription(AmazonCall request) =>
        mailbox.Subscriptions.TryGetValue((request.Store.SellerId, request.Call.Path["notificationType"]), out var subscription)
            ? SandboxReply.OfJson(200, new { payload = Wire(subscription) })
            : throw Unknown("subscription");

    /// <summary>getSubscriptions; of one kind a call.</summary>
    public SandboxReply Subscriptions(AmazonCall request)
    {
        if (request.Call.List("notificationTypes") is not [var type])
        {
            throw AmazonReplies.Invalid("notificationTypes must hold exactly one value.");
        }

        var version = request.Call.QueryValue("payloadVersion");
        return SandboxReply.OfJson(200, new
        {
            payload = new { subscriptions = mailbox.Subscriptions.Values.Where(s => s.SellerId == request.Store.SellerId && s.Type == type && (version is null || s.PayloadVersion == version)).Select(Wire).ToArray() },
        });
    }

    /// <summary>createSubscription; one of a kind and seller.</summary>
    public SandboxReply Subscribe(AmazonCall request)
    {
        var type = request.Call.Path["notificationType"];
        var body = AmazonBody.Object(request.Call);
        var version = AmazonBody.Required(body, "payloadVersion", "payloadVersion");
        if (!QueueTypes.Contains(type) || !mailbox.Destinations.ContainsKey(AmazonBody.Required(body, "destinationId", "destinationId")))
        {
            throw AmazonReplies.Invalid("The notification type or the destination is not known.");
        }

        var subscription = new AmazonSubscription(Guid.NewGuid().ToString("D"), type, request.Store.SellerId, version, AmazonBody.Text(body, "destinationId")!, body["processingDirective"]?.DeepClone());
        return mailbox.Subscriptions.TryAdd((subscription.SellerId, type), subscription)
            ? SandboxReply.OfJson(200, new { payload = Wire(subscription) })
            : Conflict("A subscription for this notification type already exists.");
    }

    /// <summary>deleteSubscriptionById.</summary>
    public SandboxReply Unsubscribe(SandboxCall call)
    {
        var found = mailbox.Subscriptions.FirstOrDefault(s => s.Value.Id == call.Path["subscriptionId"] && s.Key.Type == call.Path["notificationType"]);
        return found.Value is not null && mailbox.Subscriptions.TryRemove(found.Key, out _) ? SandboxReply.OfJson(200, new JsonObject()) : throw Unknown("subscription");
    }

    private static object Wire(AmazonDestination destination) =>
        new { name = destination.Name, destinationId = destination.Id, resource = new { sqs = new { arn = destination.Arn } } };

    private static object Wire(AmazonSubscription subscription) =>
        new { subscriptionId = subscription.Id, payloadVersion = subscription.PayloadVersion, destinationId = subscription.DestinationId, processingDirective = subscription.Directive };

    private static SandboxReply Conflict(string message) => AmazonReplies.Error(409, "Conflict", message, "");

    private static AmazonRefusal Unknown(string what) => AmazonReplies.NotFound("NotFound", $"The {what} was not found.");
}
