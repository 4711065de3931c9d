namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>Whether an order can be cancelled.</summary>
internal sealed record EbayEligibility(bool Eligible, IReadOnlyList<string>? FailureReason, IReadOnlyList<string>? EligibleCancelReason);

/// <summary>A wish to cancel a whole order.</summary>
internal sealed record EbayNewCancellation(string LegacyOrderId, string CancelReason, bool BuyerPaid, EbayPostOrderTime? BuyerPaidDate);

/// <summary>The answer: an id, or why not.</summary>
internal sealed record EbayCancellationAnswer(string? CancelId, EbayEligibility? OrderEligibilityResult);

/// <summary>Cancellations that were found.</summary>
internal sealed record EbayCancellations(IReadOnlyList<EbayCancellation>? Cancellations);

/// <summary>A cancellation; its state says whose turn it is, its status what came of it.</summary>
internal sealed record EbayCancellation(string? CancelId, string? RequestorType, string? CancelState, string? CancelStatus);

/// <summary>A time, which Post-Order puts into an object.</summary>
internal sealed record EbayPostOrderTime(DateTimeOffset Value);
