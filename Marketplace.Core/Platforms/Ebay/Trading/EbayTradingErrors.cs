using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.Ebay.Trading;

/// <summary>Refusals of the Trading API: HTTP 200, and <c>Ack</c> inside the XML says what happened.</summary>
internal static class EbayTradingErrors
{
    private static readonly HashSet<string> Token = ["930", "931", "932", "16110", "17470", "21916984", "21917053"];
    private static readonly HashSet<string> Limit = ["518", "21919144"];
    private static readonly HashSet<string> Passing = ["10007", "10012", "21916305"];

    /// <summary>What an answer means; null for a success, a warning, and a batch of which at least a part was done.</summary>
    public static PlatformFailure? Judge(PlatformResponse response, EbayErrors rest)
    {
        if (response.Status is < 200 or >= 300)
        {
            return rest.Judge(response, inventory: false);
        }

        if (Read(response.Body) is not { } answer)
        {
            return new PlatformFailure(FailureKind.Transient, "eBay answered with something that is not its usual XML. It is tried again later.") { OutcomeUnknown = true };
        }

        if (answer.Element(EbayTrading.Ns + "Ack")?.Value is "Success" or "Warning" or "PartialFailure")
        {
            return null;
        }

        var error = First(answer);
        return (error.Code switch
        {
            { } code when Token.Contains(code) => new PlatformFailure(FailureKind.TokenRefused, "eBay does not accept the store's access token any more. Connect the store again."),
            { } code when Limit.Contains(code) => new PlatformFailure(FailureKind.Throttled, "eBay's limit of calls is used up.") { RetryAfter = rest.RestAfterLimit(response) },
            { } code when Passing.Contains(code) => new PlatformFailure(FailureKind.Transient, "eBay had an error of its own. It is tried again later.") { OutcomeUnknown = true },
            _ => new PlatformFailure(FailureKind.Rejected, $"eBay refused this: {error.Message}"),
        }) with
        { RawCode = error.Code };
    }

    /// <summary>Whether the same wish may succeed later.</summary>
    public static bool MayPass(string? code) => code is not null && (Passing.Contains(code) || Limit.Contains(code));

    /// <summary>The answer's XML; null when it is none.</summary>
    public static XElement? Read(byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The first error that is no warning, preferring one that names the item or SKU.</summary>
    public static (string? Code, string Message) First(XElement answer, params string?[] about)
    {
        var errors = answer.Elements(EbayTrading.Ns + "Errors").Where(error => error.Element(EbayTrading.Ns + "SeverityCode")?.Value != "Warning").ToList();
        var error = errors.Find(e => e.Descendants(EbayTrading.Ns + "Value").Any(value => about.Contains(value.Value))) ?? errors.FirstOrDefault();
        var said = error?.Element(EbayTrading.Ns + "LongMessage")?.Value ?? error?.Element(EbayTrading.Ns + "ShortMessage")?.Value ?? "no reason was given.";
        return (error?.Element(EbayTrading.Ns + "ErrorCode")?.Value, said);
    }
}
