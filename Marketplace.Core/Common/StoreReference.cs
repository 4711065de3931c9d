namespace Marketplace.Core.Common;

/// <summary>Whose store something comes from, as the rooms pass it on.</summary>
/// <param name="SellerId">The seller.</param>
/// <param name="ConnectionId">The store.</param>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="MarketplaceName">Marketplace's name for timelines and ledgers.</param>
public sealed record StoreReference(Guid SellerId, Guid ConnectionId, string Marketplace, string MarketplaceName);
