using System.Text.Json;
using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Notifications;

/// <summary>Subscriptions: a seller's topics need the seller's token and the topic's scope, the application's topics refuse it.</summary>
internal sealed class EbaySubscriptionCalls(EbayMailbox mailbox, EbayCourier courier, EbayDoor door, TimeProvider time)
{
    /// <summary>GET /subscription: those of the token's owner.</summary>
    public SandboxReply List(SandboxCall call) => EbayPaging.Answer(
        call, $"{EbayNotificationCalls.Root}/subscription", "subscriptions", [.. mailbox.Subscriptions(OwnerOf(call)).Select(Json)]);

    /// <summary>POST /subscription: 201 without a body.</summary>
    public SandboxReply Add(SandboxCall call)
    {
        var body = EbayNotificationCalls.Parse(call);
        var payload = body is { ValueKind: JsonValueKind.Object } && body.Value.TryGetProperty("payload", out var form) ? form : (JsonElement?)null;
        if (!EbayTopics.All.TryGetValue(EbayNotificationCalls.Text(body, "topicId") ?? "", out var topic))
        {
            return EbayNotificationCalls.Refuse(400, 195027, "Invalid or missing topic id.");
        }

        var name = EbayNotificationCalls.Text(body, "topicId")!;
        var version = EbayNotificationCalls.Text(payload, "schemaVersion") ?? "";
        var destination = mailbox.Destinations.FirstOrDefault(known => known.Id == EbayNotificationCalls.Text(body, "destinationId"));
        var refusal =
            !IsAllowed(call, topic.Scope) ? EbayNotificationCalls.Refuse(403, 195011, "Not authorized for this topic.")
            : EbayNotificationCalls.Text(body, "status") is not ("ENABLED" or "DISABLED") ? EbayNotificationCalls.Refuse(400, 195006, "Invalid or missing subscription status.")
            : destination is null ? EbayNotificationCalls.Refuse(400, 195007, "Invalid or missing destination id.")
            : !topic.Versions.Contains(version) ? EbayNotificationCalls.Refuse(400, 195008, $"Invalid or missing schema version. Please refer to /topic/{name} for supported schema versions.")
            : EbayNotificationCalls.Text(payload, "format") != "JSON" ? EbayNotificationCalls.Refuse(400, 195009, "Specified format is not supported for the topic.")
            : EbayNotificationCalls.Text(payload, "deliveryProtocol") != "HTTPS" ? EbayNotificationCalls.Refuse(400, 195010, "Invalid or missing protocol")
            : mailbox.Subscriptions(OwnerOf(call)).Any(known => known.Topic == name && known.DestinationId == destination.Id) ? EbayNotificationCalls.Refuse(409, 195012, "Subscription already exists")
            : null;
        if (refusal is not null)
        {
            return refusal;
        }

        var subscription = mailbox.Add(name, version, destination!.Id, OwnerOf(call), time.GetUtcNow());
        subscription.Enabled = EbayNotificationCalls.Text(body, "status") == "ENABLED";
        return SandboxReply.Empty(201).With("Location", EbayWire.Link(call, $"{EbayNotificationCalls.Root}/subscription/{subscription.Id}"));
    }

    /// <summary>GET /subscription/{subscription_id}.</summary>
    public SandboxReply Get(SandboxCall call) => Find(call) is { } subscription ? SandboxReply.OfJson(200, Json(subscription)) : Unknown;

    /// <summary>PUT /subscription/{subscription_id}: what is left out stays as it is.</summary>
    public SandboxReply Change(SandboxCall call)
    {
        if (Find(call) is not { } subscription)
        {
            return Unknown;
        }

        var body = EbayNotificationCalls.Parse(call);
        var payload = body is { ValueKind: JsonValueKind.Object } && body.Value.TryGetProperty("payload", out var form) ? form : (JsonElement?)null;
        var status = EbayNotificationCalls.Text(body, "status") ?? (subscription.Enabled ? "ENABLED" : "DISABLED");
        var destination = EbayNotificationCalls.Text(body, "destinationId") ?? subscription.DestinationId;
        var version = EbayNotificationCalls.Text(payload, "schemaVersion") ?? subscription.Version;
        var refusal =
            body is not { ValueKind: JsonValueKind.Object } || status is not ("ENABLED" or "DISABLED") ? EbayNotificationCalls.Refuse(400, 195006, "Invalid or missing subscription status.")
            : mailbox.Destinations.All(known => known.Id != destination) ? EbayNotificationCalls.Refuse(400, 195007, "Invalid or missing destination id.")
            : !EbayTopics.All[subscription.Topic].Versions.Contains(version) ? EbayNotificationCalls.Refuse(400, 195008, $"Invalid or missing schema version. Please refer to /topic/{subscription.Topic} for supported schema versions.")
            : null;
        if (refusal is not null)
        {
            return refusal;
        }

        mailbox.Replace(subscription, subscription with { DestinationId = destination, Version = version, Enabled = status == "ENABLED" });
        return SandboxReply.Empty(204);
    }

    /// <summary>DELETE /subscription/{subscription_id}.</summary>
    public SandboxReply Delete(SandboxCall call) => Find(call) is { } subscription && mailbox.Remove(subscription) ? SandboxReply.Empty(204) : Unknown;

    /// <summary>POST /subscription/{subscription_id}/enable.</summary>
    public SandboxReply Enable(SandboxCall call) => Switch(call, true);

    /// <summary>POST /subscription/{subscription_id}/disable.</summary>
    public SandboxReply Disable(SandboxCall call) => Switch(call, false);

    /// <summary>POST /subscription/{subscription_id}/test: a notification with invented data.</summary>
    public SandboxReply Test(SandboxCall call)
    {
        if (Find(call) is not { } subscription)
        {
            return Unknown;
        }

        courier.Test(subscription, mailbox.Destinations.First(destination => destination.Id == subscription.DestinationId));

        // The document gives the answer a body of errors and warnings; there are none.
        return SandboxReply.OfJson(202, new { });
    }

    private static SandboxReply Unknown => EbayNotificationCalls.Refuse(404, 195013, "The subscription id does not exist.");

    private SandboxReply Switch(SandboxCall call, bool on)
    {
        if (Find(call) is not { } subscription)
        {
            return Unknown;
        }

        subscription.Enabled = on;
        return SandboxReply.Empty(204);
    }

    private EbaySubscription? Find(SandboxCall call) => mailbox.Subscriptions(OwnerOf(call)).FirstOrDefault(known => known.Id == call.Path["subscription_id"]);

    private string? OwnerOf(SandboxCall call) => door.GrantOf(call)?.SellerId;

    private bool IsAllowed(SandboxCall call, string? scope) => door.GrantOf(call) is { } grant
        && (scope is null ? !grant.OfSeller : grant.OfSeller && (grant.Scopes.Contains(EbayKeyset.ScopeRoot + scope) || grant.Scopes.Contains(EbayKeyset.ScopeRoot + scope + ".readonly")));

    private static object Json(EbaySubscription subscription) => new
    {
        subscriptionId = subscription.Id,
        topicId = subscription.Topic,
        status = subscription.Enabled ? "ENABLED" : "DISABLED",
        creationDate = EbayWire.Time(subscription.CreatedAt),
        destinationId = subscription.DestinationId,
        payload = new { format = "JSON", schemaVersion = subscription.Version, deliveryProtocol = "HTTPS" },
    };
}
