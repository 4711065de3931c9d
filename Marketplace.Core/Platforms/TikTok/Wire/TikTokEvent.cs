using System.Text.Json;

namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>A notification. Its id is missing on some kinds; ids inside the data are text or, now and then, numbers.</summary>
internal sealed record TikTokEvent(int Type, string? TtsNotificationId, string? ShopId, long Timestamp, JsonElement? Data);

/// <summary>Answer that lists a shop's subscriptions.</summary>
internal sealed record TikTokSubscriptions(IReadOnlyList<TikTokSubscription>? Webhooks);

/// <summary>One subscription, both in answers and as the body that makes one.</summary>
internal sealed record TikTokSubscription(string EventType, string? Address);
