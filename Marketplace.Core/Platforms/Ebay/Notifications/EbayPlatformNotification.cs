using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Marketplace.Core.Platforms.Ebay.Notifications;

/// <summary>
/// A notification of eBay's older kind: SOAP, whose proof covers the time and our keyset but not the content
/// (developer.ebay.com/DevZone/guides/ebayfeatures/Notifications). It is therefore taken as a hint that something changed, never as data.
/// </summary>
/// <param name="Event">Name of the event ("FixedPriceTransaction").</param>
/// <param name="Recipient">Name of the seller that it is meant for.</param>
/// <param name="Timestamp">When it was sent, to the letter as the body has it.</param>
/// <param name="Signature">The proof.</param>
/// <param name="OrderId">The order, where the event names one.</param>
/// <param name="ItemId">The listing, where the event names one.</param>
internal sealed record EbayPlatformNotification(string Event, string? Recipient, string Timestamp, string Signature, string? OrderId, string? ItemId)
{
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 4 * 1024 * 1024 };

    /// <summary>When it was sent, UTC; null where the time makes no sense.</summary>
    public DateTimeOffset? SentAt =>
        DateTimeOffset.TryParse(Timestamp, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;

    /// <summary>Whether a media type is that of such notifications.</summary>
    public static bool IsMeant(string? contentType) => contentType?.Contains("xml", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads a body; null where it is no such notification. Entities and document types are not followed.</summary>
    public static EbayPlatformNotification? Read(byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), Safe);
            var document = XDocument.Load(reader);
            return Value(document, "NotificationSignature") is { } signature && Value(document, "Timestamp") is { } time && Value(document, "NotificationEventName") is { } name
                ? new EbayPlatformNotification(name, Value(document, "RecipientUserID"), time, signature, Value(document, "OrderID"), Value(document, "ItemID"))
                : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The proof that eBay sends: Base64 of MD5 over time, Dev ID, App ID and Cert ID.</summary>
    public static string Sign(string timestamp, string devId, string appId, string certId) =>
#pragma warning disable CA5351 // eBay chose it; nothing here depends on its strength, since the content is not believed.
        Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(timestamp + devId + appId + certId)));
#pragma warning restore CA5351

    /// <summary>Whether the proof holds; takes the same time wherever it differs.</summary>
    public bool IsProven(string devId, string appId, string certId) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(Timestamp, devId, appId, certId)), Encoding.UTF8.GetBytes(Signature.Trim()));

    private static string? Value(XDocument document, string name) =>
        document.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value is { Length: > 0 } value ? value : null;
}
