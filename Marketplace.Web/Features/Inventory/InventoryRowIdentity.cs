using Marketplace.Core.Inventory;

namespace Marketplace.Web.Features.Inventory;

/// <summary>Rows are the same while their variant is.</summary>
public sealed class InventoryRowIdentity : IEqualityComparer<InventoryRow>
{
    /// <summary>The one of it.</summary>
    public static InventoryRowIdentity Instance { get; } = new();

    /// <inheritdoc />
    public bool Equals(InventoryRow? x, InventoryRow? y) => x?.VariantId == y?.VariantId;

    /// <inheritdoc />
    public int GetHashCode(InventoryRow obj) => obj.VariantId.GetHashCode();
}
