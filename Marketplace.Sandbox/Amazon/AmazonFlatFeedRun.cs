using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Works through tab-separated feeds on orders, row by row, as their XML brothers do message by message.</summary>
internal static class AmazonFlatFeedRun
{
    /// <summary>Parcels that were handed over, a row per line or order.</summary>
    public const string Fulfillment = "POST_FLAT_FILE_FULFILLMENT_DATA";

    /// <summary>Cancellations, a row per line.</summary>
    public const string Acknowledgement = "POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA";

    /// <summary>Carries a feed out and returns the report. Hold the store's lock.</summary>
    public static byte[] Run(AmazonStore store, AmazonFeed feed, byte[] content, FaultKind? fault, DateTimeOffset at)
    {
        var lines = Encoding.UTF8.GetString(content).TrimStart('\uFEFF').Split('\n').Select(l => l.TrimEnd('\r')).ToList();
        var head = lines.FindIndex(l => l.Split('\t').Contains("order-id"));
        var columns = head < 0 ? [] : lines[head].Split('\t');
        var (processed, errors) = (0, new List<string>());
        foreach (var (index, line) in lines.Index().Where(l => head >= 0 && l.Index > head && l.Item.Length > 0))
        {
            var values = line.Split('\t');
            string? Of(string name) => Array.IndexOf(columns, name) is >= 0 and var at && at < values.Length && values[at].Trim() is { Length: > 0 } value ? value : null;
            processed++;
            var refusal = fault == FaultKind.Partial && processed % 2 == 0
                ? ("18028", "The record could not be processed at this time.")
                : AmazonOrderFeedRun.Carry(store, feed.Type == Fulfillment ? AmazonOrderFeedRun.Fulfillment : AmazonOrderFeedRun.Acknowledgement, feed.Type == Fulfillment ? Parcel(Of) : Cancellation(Of), fault, at);
            if (refusal is var (code, words))
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"{index + 1 - head}\t{Of("order-id")}\t{code}\tError\t{words}"));
            }
        }

        var report = string.Create(CultureInfo.InvariantCulture, $"Feed Processing Summary:\n\tNumber of records processed\t\t{processed}\n\tNumber of records successful\t\t{processed - errors.Count}\n\n");
        return Encoding.UTF8.GetBytes(errors.Count == 0 ? report : report + "original-record-number\torder-id\terror-code\terror-type\terror-message\n" + string.Join('\n', errors) + "\n");
    }

    private static XElement Parcel(Func<string, string?> of) => new(
        "OrderFulfillment",
        Maybe("AmazonOrderID", of("order-id")),
        Maybe("FulfillmentDate", of("ship-date")),
        new XElement("FulfillmentData", Maybe("CarrierCode", of("carrier-code")), Maybe("CarrierName", of("carrier-name")), Maybe("ShippingMethod", of("ship-method")), Maybe("ShipperTrackingNumber", of("tracking-number"))),
        of("order-item-id") is { } item ? new XElement("Item", new XElement("AmazonOrderItemCode", item), Maybe("Quantity", of("quantity"))) : null);

    private static XElement Cancellation(Func<string, string?> of) => new(
        "OrderAcknowledgement",
        Maybe("AmazonOrderID", of("order-id")),
        new XElement("StatusCode", "Failure"),
        of("amazon-order-item-code") is { } item ? new XElement("Item", new XElement("AmazonOrderItemCode", item), Maybe("CancelReason", of("cancellation-reason-code"))) : null);

    private static XElement? Maybe(string name, string? value) => value is null ? null : new XElement(name, value);
}
