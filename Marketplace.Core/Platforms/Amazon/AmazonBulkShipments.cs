using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Marketplace.Core.Platforms.Amazon.Wire;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Confirms thousands of parcels by one feed, for which single calls at two a second would take an hour.</summary>
public sealed class AmazonBulkShipments(AmazonFeeds feeds, IOptions<AmazonOptions> options, TimeProvider time) : IBulkShipmentConfirmer
{
    private const string FeedType = "POST_ORDER_FULFILLMENT_DATA";

    /// <inheritdoc />
    public int WorthwhileFrom => (int)Math.Ceiling(AmazonOperations.ConfirmShipment.Burst + (AmazonOperations.ConfirmShipment.RatePerSecond * options.Value.OrderFeedSeconds)) + 1;

    /// <summary>Keeps a feed well under ten mebibytes, however many lines the parcels have.</summary>
    public int MaxBatch => 5_000;

    /// <inheritdoc />
    public async Task<string> ConfirmAsync(ConnectionContext connection, IReadOnlyList<ShipmentNotice> notices, CancellationToken cancellationToken)
    {
        var parcels = InOrder(notices);
        var now = time.GetUtcNow();
        var content = AmazonEnvelope.Write(connection.ExternalAccountId, "OrderFulfillment", parcels, (xml, parcel) => Write(xml, parcel, now));
        var fronts = parcels.Select(p => AmazonJson.Opaque<AmazonOrderData>(p.OrderPlatformData)?.MarketplaceId).OfType<string>().Where(id => id.Length > 0).Distinct().ToList();
        var feed = await feeds.SubmitAsync(
            connection, AmazonOperations.CreateFeed, FeedType, fronts.Count > 0 ? fronts : AmazonStoreData.Of(connection).MarketplaceIds, content, AmazonEnvelope.ContentType, cancellationToken);
        return $"{feed}/{Fingerprint(parcels)}";
    }

    /// <inheritdoc />
    /// <exception cref="TransientException">Also when the notices are not those that were handed over under the ticket.</exception>
    public async Task<IReadOnlyList<ShipmentVerdict>?> VerdictsAsync(
        ConnectionContext connection, string ticket, IReadOnlyList<ShipmentNotice> notices, CancellationToken cancellationToken)
    {
        var parcels = InOrder(notices);
        var (feedId, fingerprint) = ticket.Split('/') is [var id, var print] ? (id, print) : (ticket, "");
        if (fingerprint != Fingerprint(parcels))
        {
            throw new TransientException($"Feed {feedId} is about other parcels than these.") { Operation = AmazonOperations.GetFeed.Name };
        }

        var state = await feeds.StateAsync(connection, feedId, cancellationToken);
        if (!AmazonFeeds.IsFinal(state))
        {
            return null;
        }

        var text = await feeds.ReportAsync(connection, state, cancellationToken);
        return Judge(parcels, state, text is null ? null : AmazonProcessingReport.Read(text));
    }

    /// <summary>Amazon's report as one verdict per parcel. A parcel that the report does not name went through.</summary>
    /// <exception cref="RejectedException">Nothing of the feed was carried out.</exception>
    internal static IReadOnlyList<ShipmentVerdict> Judge(IReadOnlyList<ShipmentNotice> parcels, AmazonFeedWire feed, AmazonProcessingReport? report)
    {
        if (feed.ProcessingStatus != "DONE" || report is { Processed: 0 } || report?.ErrorOf(0) is not null)
        {
            var whole = report?.ErrorOf(0);
            throw new RejectedException($"Amazon threw away feed {feed.FeedId} of {parcels.Count} parcels ({feed.ProcessingStatus}): {whole?.Words ?? "no reason was given."}")
            {
                RawCode = whole?.Code ?? feed.ProcessingStatus,
                Operation = AmazonOperations.CreateFeed.Name,
            };
        }

        return [.. parcels.Select((parcel, index) => VerdictOn(parcel, report?.ErrorOf(index + 1), report?.WarningOf(index + 1)))];
    }

    private static ShipmentVerdict VerdictOn(ShipmentNotice parcel, AmazonProcessingResult? error, AmazonProcessingResult? warning) => error is null
        ? new ShipmentVerdict(parcel.ExternalOrderId, parcel.PackageNumber, true, warning?.Words, warning?.Code)
        : new ShipmentVerdict(parcel.ExternalOrderId, parcel.PackageNumber, false, $"Amazon refused the parcel: {error.Words}", error.Code);

    // The report names messages by number, so that the numbers must come out alike however the parcels are given.
    private static List<ShipmentNotice> InOrder(IReadOnlyList<ShipmentNotice> notices) =>
        [.. notices.OrderBy(n => n.ExternalOrderId, StringComparer.Ordinal).ThenBy(n => n.PackageNumber)];

    private static string Fingerprint(List<ShipmentNotice> parcels)
    {
        var keys = string.Join('\n', parcels.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.ExternalOrderId}#{p.PackageNumber}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(keys)))[..16];
    }

    private static void Write(XmlWriter xml, ShipmentNotice parcel, DateTimeOffset now)
    {
        xml.WriteElementString("AmazonOrderID", parcel.ExternalOrderId);

        // Amazon knows a parcel again by this number, so that a feed that is sent twice changes the same parcel.
        xml.WriteElementString("MerchantFulfillmentID", XmlConvert.ToString(parcel.PackageNumber));

        // A date ahead of Amazon's clock is refused, so ours may not run ahead of the present.
        var shipped = parcel.ShippedAt < now ? parcel.ShippedAt : now;
        xml.WriteElementString("FulfillmentDate", shipped.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        xml.WriteStartElement("FulfillmentData");
        xml.WriteElementString("CarrierCode", parcel.CarrierCode ?? AmazonCarriers.Other);
        if (parcel.CarrierCode is null or AmazonCarriers.Other)
        {
            xml.WriteElementString("CarrierName", AmazonEnvelope.Clean(parcel.CarrierName));
        }

        xml.WriteElementString("ShipperTrackingNumber", AmazonEnvelope.Clean(parcel.TrackingNumber));
        xml.WriteEndElement();
        foreach (var line in parcel.Lines)
        {
            xml.WriteStartElement("Item");
            xml.WriteElementString("AmazonOrderItemCode", line.ExternalLineId);
            xml.WriteElementString("Quantity", XmlConvert.ToString(line.Quantity));
            xml.WriteEndElement();
        }
    }
}
