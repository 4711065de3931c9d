namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>Body that cancels an order, or single units of it.</summary>
internal sealed record TikTokCancelOrder(string OrderId, string CancelReason, IReadOnlyList<string>? OrderLineItemIds);

/// <summary>Body that looks for requests to cancel.</summary>
internal sealed record TikTokCancellationFilter(IReadOnlyList<string> OrderIds, IReadOnlyList<string> CancelStatus, IReadOnlyList<string> CancelTypes);

/// <summary>Answer with those requests.</summary>
internal sealed record TikTokCancellationPage(IReadOnlyList<TikTokCancellation>? Cancellations);

/// <summary>A request to cancel.</summary>
internal sealed record TikTokCancellation(string CancelId, string? OrderId, string? CancelStatus);

/// <summary>Body that answers a request with no.</summary>
internal sealed record TikTokRejectCancellation(string RejectReason);
