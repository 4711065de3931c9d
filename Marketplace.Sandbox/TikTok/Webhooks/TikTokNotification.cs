using System.Text.Json.Nodes;

namespace Marketplace.Sandbox.TikTok.Webhooks;

/// <summary>A notification on its way.</summary>
/// <param name="Address">Where it goes.</param>
/// <param name="Body">What is signed and sent.</param>
/// <param name="Attempt">Tries so far.</param>
internal sealed record TikTokNotification(Uri Address, byte[] Body, int Attempt)
{
    /// <summary>The notification of a kind about a shop.</summary>
    public static JsonObject Envelope(int type, long number, string shopId, DateTimeOffset now, JsonObject data) => new()
    {
        ["type"] = type,
        ["tts_notification_id"] = State.TikTokIds.Text(7_327_112_393_000_000_000 + number),
        ["shop_id"] = shopId,
        ["timestamp"] = now.ToUnixTimeSeconds(),
        ["data"] = data,
    };
}
