namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>Which tree a site uses.</summary>
internal sealed record EbayTreeId(string? CategoryTreeId);

/// <summary>A site's categories.</summary>
internal sealed record EbayTree(EbayTreeNode? RootCategoryNode);

/// <summary>A category with those below it.</summary>
internal sealed record EbayTreeNode(EbayCategory? Category, IReadOnlyList<EbayTreeNode>? ChildCategoryTreeNodes);

/// <summary>Number and name.</summary>
internal sealed record EbayCategory(string? CategoryId, string? CategoryName);
