namespace Marketplace.Core.Work;

/// <summary>The share of a process that is alone with its database: every store.</summary>
public sealed class WholeShare : IStoreShare
{
    /// <inheritdoc />
    public IReadOnlySet<Guid>? Held => null;

    /// <inheritdoc />
    public bool Holds(Guid connectionId) => true;

    /// <inheritdoc />
    public StoreStay? Enter(Guid connectionId) => StoreStay.Unlimited;
}
