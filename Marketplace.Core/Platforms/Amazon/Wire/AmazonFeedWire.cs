namespace Marketplace.Core.Platforms.Amazon.Wire;

/// <summary>Body of createFeedDocument.</summary>
internal sealed record AmazonDocumentWish(string ContentType);

/// <summary>A document and the signed address at which it is written or read for five minutes.</summary>
internal sealed record AmazonDocumentWire(string? FeedDocumentId, string? ReportDocumentId, Uri Url, string? CompressionAlgorithm)
{
    // The address is signed: whoever has it may read.
    public override string ToString() => $"AmazonDocumentWire({FeedDocumentId ?? ReportDocumentId})";
}

/// <summary>Body of createFeed.</summary>
internal sealed record AmazonFeedWish(string FeedType, IReadOnlyList<string> MarketplaceIds, string InputFeedDocumentId);

/// <summary>Answer of createFeed.</summary>
internal sealed record AmazonFeedMade(string FeedId);

/// <summary>Answer of getFeed.</summary>
internal sealed record AmazonFeedWire(string FeedId, string ProcessingStatus, string? ResultFeedDocumentId);

/// <summary>A listings feed.</summary>
internal sealed record AmazonListingsFeedWire(AmazonFeedHeadWire Header, IReadOnlyList<AmazonFeedMessageWire> Messages);

/// <summary>Whose feed it is.</summary>
internal sealed record AmazonFeedHeadWire(string SellerId, string Version, string IssueLocale);

/// <summary>A message of a listings feed; its number leads from the report back to the row.</summary>
internal sealed record AmazonFeedMessageWire(int MessageId, string Sku, string OperationType, string ProductType, IReadOnlyList<AmazonPatchWire> Patches);

/// <summary>The report on a listings feed.</summary>
internal sealed record AmazonFeedReportWire(IReadOnlyList<AmazonFeedIssueWire>? Issues, AmazonFeedSummaryWire? Summary);

/// <summary>Something that the report has to say about a message, or without a number about the whole feed.</summary>
internal sealed record AmazonFeedIssueWire(int? MessageId, string? Code, string? Severity, string? Message);

/// <summary>Counts of the report.</summary>
internal sealed record AmazonFeedSummaryWire(int MessagesProcessed, int MessagesAccepted, int MessagesInvalid);
