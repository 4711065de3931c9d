using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Amazon's report on an XML feed.</summary>
/// <param name="Processed">Messages that Amazon has read; null where it does not say.</param>
/// <param name="Results">What it has to say about messages; those that went through in silence are not named.</param>
internal sealed record AmazonProcessingReport(int? Processed, IReadOnlyList<AmazonProcessingResult> Results)
{
    /// <summary>Reads a report; null for text that is none.</summary>
    public static AmazonProcessingReport? Read(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF')), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var report = XDocument.Load(reader).Descendants("ProcessingReport").FirstOrDefault();
            return report is null
                ? null
                : new AmazonProcessingReport(Number(report.Element("ProcessingSummary"), "MessagesProcessed"), [.. report.Elements("Result").Select(ResultOf)]);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The refusal of a message, or of the whole feed under number 0; null where there is none.</summary>
    public AmazonProcessingResult? ErrorOf(int messageId) => Results.FirstOrDefault(r => r.MessageId == messageId && r.IsError);

    /// <summary>A remark on a message that went through; null where there is none.</summary>
    public AmazonProcessingResult? WarningOf(int messageId) => Results.FirstOrDefault(r => r.MessageId == messageId && !r.IsError);

    private static AmazonProcessingResult ResultOf(XElement result) => new(
        Number(result, "MessageID") ?? 0,
        (string?)result.Element("ResultCode") == "Error",
        (string?)result.Element("ResultMessageCode"),
        ((string?)result.Element("ResultDescription"))?.Trim() is { Length: > 0 } words ? words : "no reason was given.");

    private static int? Number(XElement? owner, string name) =>
        int.TryParse((string?)owner?.Element(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What Amazon says about a message of a feed.</summary>
/// <param name="MessageId">Its number; 0 for the feed as a whole.</param>
/// <param name="IsError">It was refused; otherwise this is a remark.</param>
/// <param name="Code">Amazon's code.</param>
/// <param name="Words">Amazon's words.</param>
internal sealed record AmazonProcessingResult(int MessageId, bool IsError, string? Code, string Words);
