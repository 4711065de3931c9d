namespace Marketplace.Core.Linking;

/// <summary>An item that a search found.</summary>
/// <param name="VariantId">The item.</param>
/// <param name="Sku">Its SKU.</param>
/// <param name="Title">Its title.</param>
/// <param name="ImageUrl">Its image.</param>
/// <param name="Available">Items that may be offered.</param>
public sealed record FoundItem(Guid VariantId, string Sku, string Title, string? ImageUrl, int Available);
