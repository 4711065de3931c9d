namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>A page of orders that could share a package.</summary>
internal sealed record TikTokCombinablePage(string? NextPageToken, IReadOnlyList<TikTokCombinable>? CombinablePackages);

/// <summary>Orders that could share a package, and later do; the id is that of the proposal, then of the package.</summary>
internal sealed record TikTokCombinable(string Id, IReadOnlyList<string>? OrderIds);

/// <summary>Body that combines.</summary>
internal sealed record TikTokCombine(IReadOnlyList<TikTokCombinable> CombinablePackages);

/// <summary>Answer with what was combined and what was not.</summary>
internal sealed record TikTokCombined(IReadOnlyList<TikTokCombinable>? Packages, IReadOnlyList<TikTokItemError>? Errors);

/// <summary>Body that takes orders out of a package.</summary>
internal sealed record TikTokUncombine(IReadOnlyList<string> OrderIds);
