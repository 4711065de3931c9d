using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Sandbox.Ebay.Notifications;

/// <summary>A notification on its way.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="Version">Schema version of the topic.</param>
/// <param name="Endpoint">Where it goes.</param>
/// <param name="Id">Stays the same over all attempts.</param>
/// <param name="EventAt">UTC.</param>
/// <param name="Data">The topic's own part.</param>
/// <param name="Attempt">1, 2 or 3.</param>
internal sealed record EbayLetter(string Topic, string Version, Uri Endpoint, string Id, DateTimeOffset EventAt, object Data, int Attempt)
{
    /// <summary>How bodies are written: compact, without absent values, and escaped so little that those who parse and write them again get the same bytes.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The body of this attempt.</summary>
    public object Content(DateTimeOffset now) => new
    {
        metadata = new { topic = Topic, schemaVersion = Version, deprecated = false },
        notification = new { notificationId = Id, eventDate = EbayWire.Time(EventAt), publishDate = EbayWire.Time(now), publishAttemptCount = Attempt, data = Data },
    };
}
