namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>Body that starts a refund for the buyer.</summary>
internal sealed record TikTokCreateReturn(string OrderId, IReadOnlyList<string>? OrderLineItemIds, string ReturnType, string ReturnReason, string RefundTotal, string Currency);

/// <summary>Answer to it.</summary>
internal sealed record TikTokCreatedReturn(string ReturnId, string? ReturnStatus);

/// <summary>Body that approves one.</summary>
internal sealed record TikTokApproveReturn(string Decision);

/// <summary>Body that looks for the returns of an order.</summary>
internal sealed record TikTokReturnFilter(IReadOnlyList<string> OrderIds);

/// <summary>A page of returns.</summary>
internal sealed record TikTokReturnPage(string? NextPageToken, IReadOnlyList<TikTokReturn>? ReturnOrders);

/// <summary>A return, or a refund without one.</summary>
internal sealed record TikTokReturn(string ReturnId, string? ReturnStatus, string? Role, long? CreateTime, long? UpdateTime, TikTokReturnAmount? RefundAmount)
{
    /// <summary>The seller has started it.</summary>
    public bool IsBySeller => Role == "SELLER";
}

/// <summary>What the buyer gets; text in major units.</summary>
internal sealed record TikTokReturnAmount(string? Currency, string? RefundTotal);
