using Marketplace.Core.Platforms;

namespace Marketplace.Core.Webhooks;

/// <summary>A delivery that was read, on its way to the database.</summary>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="Request">As it came.</param>
/// <param name="SentAt">When the marketplace sent it, UTC.</param>
/// <param name="Refusal">Why it is not believed; null when it is.</param>
/// <param name="NotificationId">The marketplace's id; null for one that is not believed.</param>
/// <param name="Signals">What it tells.</param>
internal sealed record Arrival(
    MarketplaceKey Marketplace, WebhookRequest Request, DateTimeOffset? SentAt, string? Refusal, string? NotificationId, IReadOnlyList<WebhookSignal> Signals)
{
    /// <summary>Media type of the body, without its parameters.</summary>
    public string? ContentType => ContentTypeOf(Request);

    /// <summary>Whether it is about a buyer, of whom nothing may be kept.</summary>
    public bool IsDeletion => Signals.Any(s => s.Subject == WebhookSubject.BuyerDeletion);

    /// <summary>One that is not believed. Its body is not kept: anybody can send one.</summary>
    public static Arrival Refused(MarketplaceKey marketplace, WebhookRequest request, DateTimeOffset? sentAt, string why) => new(marketplace, request, sentAt, why, null, []);

    /// <summary>Media type of a request, without its parameters.</summary>
    public static string? ContentTypeOf(WebhookRequest request) => request.Headers.GetValueOrDefault("Content-Type")?.Split(';')[0].Trim().ToLowerInvariant();
}
