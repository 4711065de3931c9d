namespace Marketplace.Core.Data;

/// <summary>A row that belongs to one seller; the context filters by it and refuses to write another seller's rows.</summary>
public interface ISellerOwned
{
    /// <summary>The owner.</summary>
    Guid SellerId { get; set; }
}

/// <summary>A row that two writers may meet at; the loser gets a <c>DbUpdateConcurrencyException</c>.</summary>
public interface IVersioned
{
    /// <summary>Grows by one with each save.</summary>
    long Version { get; set; }
}
