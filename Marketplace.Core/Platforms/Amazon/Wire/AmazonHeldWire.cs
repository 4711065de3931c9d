namespace Marketplace.Core.Platforms.Amazon.Wire;

/// <summary>A page of getInventorySummaries; where the next one is stands beside the content.</summary>
internal sealed record AmazonHeldPageWire(AmazonHeldListWire? Payload, AmazonNextWire? Pagination);

/// <summary>The summaries of a page.</summary>
internal sealed record AmazonHeldListWire(IReadOnlyList<AmazonHeldWire>? InventorySummaries);

/// <summary>What Amazon holds of a SKU.</summary>
internal sealed record AmazonHeldWire(string? SellerSku, AmazonHeldDetailsWire? InventoryDetails);

/// <summary>How much of it can be shipped now.</summary>
internal sealed record AmazonHeldDetailsWire(int? FulfillableQuantity);
