using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Trading;

/// <summary>Bodies of the Trading API: XML, and HTTP 200 whatever happened.</summary>
internal static class EbayTradingXml
{
    /// <summary>Namespace of every element.</summary>
    public static readonly XNamespace Ns = "urn:ebay:apis:eBLBaseComponents";

    private const string Version = "1423";

    /// <summary>An answer; <c>Ack</c> says what became of the call.</summary>
    public static SandboxReply Answer(string name, string ack, DateTimeOffset time, params object?[] content)
    {
        var root = new XElement(
            Ns + (name + "Response"),
            new XElement(Ns + "Timestamp", EbayWire.Time(time)),
            new XElement(Ns + "Ack", ack),
            new XElement(Ns + "Version", Version),
            new XElement(Ns + "Build", $"E{Version}_CORE_API"),
            content);
        return new SandboxReply(200, Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + root.ToString(SaveOptions.DisableFormatting)), "text/xml;charset=utf-8");
    }

    /// <summary>A call that failed as a whole.</summary>
    public static SandboxReply Failure(string name, DateTimeOffset time, int code, string message, bool system = false) =>
        Answer(name, "Failure", time, Error(code, message, system: system));

    /// <summary>An error, with the item or SKU that it is about.</summary>
    public static XElement Error(int code, string message, string? about = null, bool system = false) => new(
        Ns + "Errors",
        new XElement(Ns + "ShortMessage", message),
        new XElement(Ns + "LongMessage", message),
        new XElement(Ns + "ErrorCode", code),
        new XElement(Ns + "SeverityCode", "Error"),
        about is null ? null : new XElement(Ns + "ErrorParameters", new XAttribute("ParamID", "0"), new XElement(Ns + "Value", about)),
        new XElement(Ns + "ErrorClassification", system ? "SystemError" : "RequestError"));

    /// <summary>A whole number, or null.</summary>
    public static int? Number(XElement? element) => int.TryParse(element?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An amount.</summary>
    public static XElement Amount(string name, long cents, string currency) => new(Ns + name, new XAttribute("currencyID", currency), EbayWire.Amount(cents, currency).Value);
}
