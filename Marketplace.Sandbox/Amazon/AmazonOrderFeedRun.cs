using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Sandbox.Amazon;

/// <summary>
/// Works through feeds on orders: XML in Amazon's envelope, whose elements must stand in their order, and a processing report in
/// return, which names only the messages that it has something to say about.
/// </summary>
internal static class AmazonOrderFeedRun
{
    /// <summary>Parcels that were handed over.</summary>
    public const string Fulfillment = "POST_ORDER_FULFILLMENT_DATA";

    /// <summary>Orders that the seller takes on, or cannot fulfil.</summary>
    public const string Acknowledgement = "POST_ORDER_ACKNOWLEDGEMENT_DATA";

    private static readonly string[] FulfillmentOrder =
        ["AmazonOrderID", "MerchantOrderID", "MerchantFulfillmentID", "FulfillmentDate", "FulfillmentData", "CODCollectionMethod", "Item", "ShipFromAddress", "ShipFromSupplySourceId"];

    private static readonly string[] AcknowledgementOrder = ["AmazonOrderID", "MerchantOrderID", "StatusCode", "Item"];
    private static readonly string[] DataOrder = ["CarrierCode", "CarrierName", "ShippingMethod", "ShipperTrackingNumber"];

    /// <summary>Carries a feed out and returns the report. Hold the store's lock.</summary>
    public static byte[] Run(AmazonStore store, AmazonFeed feed, byte[] content, FaultKind? fault, DateTimeOffset at)
    {
        var report = new AmazonFeedReport(feed.Id);
        try
        {
            var type = feed.Type == Fulfillment ? "OrderFulfillment" : "OrderAcknowledgement";
            foreach (var message in Messages(store, content, type))
            {
                var number = Number(message.Element("MessageID")) ?? throw IllFormed();
                report.Count(number, fault == FaultKind.Partial && number % 2 == 0
                    ? ("18028", "The message could not be processed at this time.")
                    : Carry(store, feed.Type, message.Element(type) ?? throw IllFormed(), fault, at));
            }
        }
        catch (XmlException exception)
        {
            report.Fail("5000", $"The XML you submitted is ill-formed at the Amazon Envelope XML level at (or near) line {exception.LineNumber}, column {exception.LinePosition}.");
        }

        return report.Write();
    }

    /// <summary>Carries one message out; what stood against it, or null. Hold the store's lock.</summary>
    public static (string Code, string Words)? Carry(AmazonStore store, string feedType, XElement content, FaultKind? fault, DateTimeOffset at) => Refusal(() =>
    {
        if (feedType == Fulfillment)
        {
            Ship(store, content, fault == FaultKind.Ignored, at);
        }
        else
        {
            Acknowledge(store, content, fault == FaultKind.Ignored, at);
        }
    });

    private static List<XElement> Messages(AmazonStore store, byte[] content, string type)
    {
        using var reader = XmlReader.Create(new MemoryStream(content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var envelope = XDocument.Load(reader).Root;
        if (envelope?.Name.LocalName != "AmazonEnvelope"
            || (string?)envelope.Element("Header")?.Element("DocumentVersion") != "1.01"
            || (string?)envelope.Element("Header")?.Element("MerchantIdentifier") != store.SellerId
            || (string?)envelope.Element("MessageType") != type
            || !InOrder(envelope, "Header", "MessageType", "PurgeAndReplace", "Message"))
        {
            throw IllFormed();
        }

        return [.. envelope.Elements("Message")];
    }

    private static void Ship(AmazonStore store, XElement body, bool dropped, DateTimeOffset at)
    {
        var data = body.Element("FulfillmentData");
        if (!InOrder(body, FulfillmentOrder) || data is null || !InOrder(data, DataOrder))
        {
            throw AmazonReplies.Invalid("The elements of OrderFulfillment are missing or out of order.");
        }

        var order = OrderOf(store, body);
        var code = Text(data, "CarrierCode");
        var name = Text(data, "CarrierName");
        if (!DateTimeOffset.TryParse(Text(body, "FulfillmentDate"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var shipped) || shipped > at.AddMinutes(1))
        {
            throw AmazonReplies.Invalid("FulfillmentDate is missing, unreadable or in the future.");
        }

        if ((code ?? name) is null || (code == "Other" && name is null))
        {
            throw AmazonReplies.Invalid("CarrierName is required when CarrierCode is missing or Other.");
        }

        var items = body.Elements("Item").GroupBy(i => Text(i, "AmazonOrderItemCode") ?? "").ToDictionary(g => g.Key, g => g.Sum(i => Number(i.Element("Quantity")) ?? 0));
        if (items.Count == 0)
        {
            items = order.Items.Where(i => i.Shipped < i.Quantity).ToDictionary(i => i.Id, i => i.Quantity - i.Shipped);
        }

        var tracking = Text(data, "ShipperTrackingNumber") ?? throw AmazonReplies.Invalid("ShipperTrackingNumber is required.");
        var reference = Text(body, "MerchantFulfillmentID") ?? (order.Parcels.Count + 1).ToString(CultureInfo.InvariantCulture);
        var parcel = new AmazonParcel(reference, code ?? "Other", name, Text(data, "ShippingMethod"), tracking, shipped, at, items);
        AmazonConfirmations.Check(order, parcel);

        // A code that Amazon does not know is accepted and then dropped, here as in single calls.
        if (!dropped && AmazonCarrierCodes.Knows(parcel.CarrierCode))
        {
            AmazonConfirmations.Apply(store, order, parcel, at);
        }
    }

    private static void Acknowledge(AmazonStore store, XElement body, bool dropped, DateTimeOffset at)
    {
        if (!InOrder(body, AcknowledgementOrder) || Text(body, "StatusCode") is not ("Success" or "Failure"))
        {
            throw AmazonReplies.Invalid("The elements of OrderAcknowledgement are missing or out of order.");
        }

        var order = OrderOf(store, body);
        if (Text(body, "StatusCode") == "Success")
        {
            return;
        }

        var reasons = new Dictionary<string, string>();
        foreach (var item in body.Elements("Item"))
        {
            reasons[Text(item, "AmazonOrderItemCode") ?? ""] = Text(item, "CancelReason") is { } reason && AmazonCancelling.Reasons.Contains(reason)
                ? reason
                : throw AmazonReplies.Invalid("CancelReason is missing or not one of the known reasons.");
        }

        if (!dropped)
        {
            AmazonCancelling.Cancel(store, order, reasons, at);
        }
        else
        {
            AmazonCancelling.Check(order, reasons.Keys);
        }
    }

    private static AmazonOrder OrderOf(AmazonStore store, XElement body) =>
        Text(body, "AmazonOrderID") is { } id && store.Order(id) is { } order ? order : throw AmazonReplies.Invalid("The AmazonOrderID is not an order of this seller.");

    private static (string Code, string Words)? Refusal(Action carry)
    {
        try
        {
            carry();
            return null;
        }
        catch (AmazonRefusal refusal)
        {
            var error = JsonNode.Parse(refusal.Reply.Body)?["errors"]?[0];
            return ("18028", AmazonBody.Text(error, "details") is { Length: > 0 } details ? details : AmazonBody.Text(error, "message") ?? "The data is not valid.");
        }
    }

    // Known elements in their order; repetitions stand together.
    private static bool InOrder(XElement owner, params string[] names)
    {
        var places = owner.Elements().Select(e => Array.IndexOf(names, e.Name.LocalName)).ToList();
        return !places.Contains(-1) && places.SequenceEqual(places.Order());
    }

    private static XmlException IllFormed() => new("The envelope is not Amazon's.", null, 1, 1);

    private static string? Text(XElement owner, string name) => ((string?)owner.Element(name))?.Trim() is { Length: > 0 } text ? text : null;

    private static int? Number(XElement? element) => int.TryParse((string?)element, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>The report on an XML feed.</summary>
internal sealed class AmazonFeedReport(string feedId)
{
    private readonly List<XElement> results = [];
    private int processed;
    private int refused;

    /// <summary>Counts a message, with what stood against it.</summary>
    public void Count(int number, (string Code, string Words)? refusal)
    {
        processed++;
        if (refusal is var (code, words))
        {
            refused++;
            Add(number, code, words);
        }
    }

    /// <summary>The feed as a whole could not be read.</summary>
    public void Fail(string code, string words)
    {
        results.Clear();
        (processed, refused) = (0, 1);
        Add(0, code, words);
    }

    /// <summary>The report's bytes.</summary>
    public byte[] Write() => Encoding.UTF8.GetBytes(new XDocument(
        new XDeclaration("1.0", "UTF-8", null),
        new XElement(
            "AmazonEnvelope",
            new XElement("Header", new XElement("DocumentVersion", "1.02"), new XElement("MerchantIdentifier", "M_SANDBOX")),
            new XElement("MessageType", "ProcessingReport"),
            new XElement(
                "Message",
                new XElement("MessageID", 1),
                new XElement(
                    "ProcessingReport",
                    new XElement("DocumentTransactionID", feedId),
                    new XElement("StatusCode", "Complete"),
                    new XElement(
                        "ProcessingSummary",
                        new XElement("MessagesProcessed", processed),
                        new XElement("MessagesSuccessful", processed - Math.Min(processed, refused)),
                        new XElement("MessagesWithError", refused),
                        new XElement("MessagesWithWarning", 0)),
                    results)))).ToString());

    private void Add(int number, string code, string words) => results.Add(new XElement(
        "Result",
        new XElement("MessageID", number),
        new XElement("ResultCode", "Error"),
        new XElement("ResultMessageCode", code),
        new XElement("ResultDescription", words)));
}
