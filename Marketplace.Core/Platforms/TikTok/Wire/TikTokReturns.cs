namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>Body that starts a refund for the buyer.</summary>
internal sealed record TikTokCreateReturn(string OrderId, IReadOnlyList<string>? OrderLineItemIds, string ReturnType, string ReturnReason, string RefundTotal, string Currency);

/// <summary>Answer to it.</summary>
internal sealed record TikTokCreatedReturn(string ReturnId, string? ReturnStatus);

/// <summary>Body that approves one.</summary>
internal sealed record TikTokApproveReturn(string Decision);

/// <summary>Body that answers one with no.</summary>
internal sealed record TikTokRejectReturn(string Decision, string? RejectReason, string? Comment);

/// <summary>Answer with the reasons that fit a no.</summary>
internal sealed record TikTokRejectReasons(IReadOnlyList<TikTokRejectReason>? Reasons);

/// <summary>A reason for a no.</summary>
internal sealed record TikTokRejectReason(string? Name, string? Text);

/// <summary>Body that looks for returns: those of orders, or those that changed since a time (Unix seconds).</summary>
internal sealed record TikTokReturnFilter(IReadOnlyList<string>? OrderIds, long? UpdateTimeGe = null);

/// <summary>A page of returns.</summary>
internal sealed record TikTokReturnPage(string? NextPageToken, IReadOnlyList<TikTokReturn>? ReturnOrders);

/// <summary>A return, or a refund without one.</summary>
internal sealed record TikTokReturn(string ReturnId, string? ReturnStatus, string? Role, long? CreateTime, long? UpdateTime, TikTokReturnAmount? RefundAmount)
{
    /// <summary>The order.</summary>
    public string? OrderId { get; init; }

    /// <summary>REFUND, RETURN_AND_REFUND or REPLACEMENT.</summary>
    public string? ReturnType { get; init; }

    /// <summary>Name of the buyer's reason.</summary>
    public string? ReturnReason { get; init; }

    /// <summary>The reason in words.</summary>
    public string? ReturnReasonText { get; init; }

    /// <summary>Tracking number of the parcel on its way back.</summary>
    public string? ReturnTrackingNumber { get; init; }

    /// <summary>Its carrier.</summary>
    public string? ReturnProviderName { get; init; }

    /// <summary>What the seller is asked, and until when.</summary>
    public IReadOnlyList<TikTokReturnAction>? SellerNextActionResponse { get; init; }

    /// <summary>Units that it is about.</summary>
    public IReadOnlyList<TikTokReturnUnit>? ReturnLineItems { get; init; }

    /// <summary>The seller has started it.</summary>
    public bool IsBySeller => Role == "SELLER";
}

/// <summary>What the buyer gets; text in major units.</summary>
internal sealed record TikTokReturnAmount(string? Currency, string? RefundTotal);

/// <summary>Something that the seller is asked; the deadline is Unix seconds.</summary>
internal sealed record TikTokReturnAction(string? Action, long? Deadline);

/// <summary>A unit that comes back.</summary>
internal sealed record TikTokReturnUnit(string? OrderLineItemId);
