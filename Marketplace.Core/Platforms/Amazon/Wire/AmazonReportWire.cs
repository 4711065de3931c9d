namespace Marketplace.Core.Platforms.Amazon.Wire;

/// <summary>Body of createReport.</summary>
internal sealed record AmazonReportWish(string ReportType, IReadOnlyList<string> MarketplaceIds, IReadOnlyDictionary<string, string> ReportOptions);

/// <summary>Answer of createReport.</summary>
internal sealed record AmazonReportMade(string ReportId);

/// <summary>Answer of getReport.</summary>
internal sealed record AmazonReportWire(string ReportId, string ProcessingStatus, string? ReportDocumentId);
