using System.Text.Json;

namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>A notification. What it tells is only a hint: it carries ids, and everything else is read again.</summary>
internal sealed record EbayNotification(EbayNotificationMetadata? Metadata, EbayNotificationBody? Notification);

/// <summary>What kind it is.</summary>
internal sealed record EbayNotificationMetadata(string? Topic);

/// <summary>What it tells.</summary>
internal sealed record EbayNotificationBody(string? NotificationId, DateTimeOffset? EventDate, JsonElement Data, DateTimeOffset? PublishDate = null);

/// <summary>The header that proves a notification, decoded.</summary>
/// <param name="Kid">Which key signed it.</param>
/// <param name="Signature">Base64 of an ECDSA signature in DER form.</param>
internal sealed record EbaySignatureHeader(string? Kid, string? Signature);

/// <summary>A key that eBay signs with: PEM without line breaks.</summary>
internal sealed record EbayPublicKey(string? Key, string? Digest);

/// <summary>Where eBay writes to when notifications cannot be delivered.</summary>
internal sealed record EbayNotificationConfig(string? AlertEmail);

/// <summary>Addresses that notifications can go to.</summary>
internal sealed record EbayDestinations(IReadOnlyList<EbayDestination>? Destinations, string? Next);

/// <summary>An address with its state; eBay alone marks it down.</summary>
internal sealed record EbayDestination(string? DestinationId, string? Name, string Status, EbayDelivery? DeliveryConfig);

/// <summary>The address and the token that eBay's challenge is answered with.</summary>
internal sealed record EbayDelivery(string? Endpoint, string? VerificationToken);

/// <summary>What is subscribed to.</summary>
internal sealed record EbaySubscriptionList(IReadOnlyList<EbaySubscription>? Subscriptions, string? Next);

/// <summary>A topic that is sent to an address.</summary>
internal sealed record EbaySubscription(string? SubscriptionId, string? TopicId, string? Status, string? DestinationId, EbayPayload? Payload);

/// <summary>The form in which it is sent.</summary>
internal sealed record EbayPayload(string Format, string SchemaVersion, string DeliveryProtocol);
