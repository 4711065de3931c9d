using Marketplace.Core.Webhooks;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Webhooks;

/// <summary>Deliveries in words.</summary>
internal static class DeliveryWords
{
    /// <summary>What became of one.</summary>
    public static (string Text, StatusTone Tone) Of(WebhookDeliveryState state) => state switch
    {
        WebhookDeliveryState.Accepted => ("Verified", StatusTone.Good),
        WebhookDeliveryState.Irrelevant => ("Verified, nothing to do", StatusTone.Neutral),
        _ => ("Refused", StatusTone.Bad),
    };

    /// <summary>What it means.</summary>
    public static string Explain(WebhookDeliveryState state) => state switch
    {
        WebhookDeliveryState.Accepted => "The signature or key proved that the marketplace sent it.",
        WebhookDeliveryState.Irrelevant => "It was proved, but is about nothing that is acted on here.",
        _ => "It was not believed, and nothing was changed. Its body is not kept, because anybody could have sent it.",
    };
}
