namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>Quotas of the application by API.</summary>
internal sealed record EbayRateLimits(IReadOnlyList<EbayRateLimit>? RateLimits);

/// <summary>Quotas of one API.</summary>
internal sealed record EbayRateLimit(string? ApiContext, string? ApiName, IReadOnlyList<EbayRateResource>? Resources);

/// <summary>What is counted.</summary>
internal sealed record EbayRateResource(string? Name, IReadOnlyList<EbayRate>? Rates);

/// <summary>A count; the window is in seconds.</summary>
internal sealed record EbayRate(long Limit, long Remaining, DateTimeOffset? Reset, int TimeWindow);
