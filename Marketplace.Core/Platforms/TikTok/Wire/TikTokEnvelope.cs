namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>What every answer is wrapped in. Success is code 0, not the HTTP status.</summary>
internal sealed record TikTokEnvelope<T>(int Code, string? Message, string? RequestId, T? Data);

/// <summary>An error of one item of a batch that as a whole succeeded.</summary>
internal sealed record TikTokItemError(long Code, string? Message, TikTokItemErrorDetail? Detail);

/// <summary>Which item failed, and the reasons below the main one.</summary>
internal sealed record TikTokItemErrorDetail(string? SkuId, string? PackageId, IReadOnlyList<TikTokExtraError>? ExtraErrors);

/// <summary>A reason below a main error.</summary>
internal sealed record TikTokExtraError(long Code, string? Message, string? WarehouseId);

/// <summary>Answer that carries nothing but errors of single items.</summary>
internal sealed record TikTokItemErrors(IReadOnlyList<TikTokItemError>? Errors);

/// <summary>Answer that carries nothing.</summary>
internal sealed record TikTokNothing;
