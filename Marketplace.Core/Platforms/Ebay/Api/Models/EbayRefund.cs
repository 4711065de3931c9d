namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>A wish to refund: either the order as a whole or some of its lines, never both.</summary>
internal sealed record EbayRefundRequest(string ReasonForRefund, string? Comment, EbayAmount? OrderLevelRefundAmount, IReadOnlyList<EbayRefundItem>? RefundItems);

/// <summary>An amount on one line.</summary>
internal sealed record EbayRefundItem(string LineItemId, EbayAmount RefundAmount);

/// <summary>The answer, which comes long before the money goes.</summary>
internal sealed record EbayRefundAnswer(string? RefundId, string? RefundStatus);

/// <summary>A refund as an order shows it. One on lines lies with them, under one id, and without a status.</summary>
internal sealed record EbayOrderRefund(string? RefundId, string? RefundReferenceId, EbayAmount? Amount, string? RefundStatus, DateTimeOffset? RefundDate);
