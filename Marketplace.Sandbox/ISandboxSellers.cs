namespace Marketplace.Sandbox;

/// <summary>A marketplace on which several sellers have stores; what names none is meant for the first.</summary>
public interface ISandboxSellers
{
    /// <summary>User names of the sellers, the usual one first.</summary>
    IReadOnlyList<string> Sellers { get; }

    /// <summary>Makes paid orders in one seller's store.</summary>
    /// <exception cref="KeyNotFoundException">There is no such seller, or no listing with the SKU.</exception>
    IReadOnlyList<string> CreateOrders(string seller, int count, string? sku, int quantity);

    /// <summary>Withdraws one seller's consent.</summary>
    /// <exception cref="KeyNotFoundException">There is no such seller.</exception>
    void Revoke(string seller);
}
