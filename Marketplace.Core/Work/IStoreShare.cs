namespace Marketplace.Core.Work;

/// <summary>
/// Which stores this process works on. What a marketplace allows is counted in memory, so of several processes one at a time may
/// call for a store.
/// </summary>
public interface IStoreShare
{
    /// <summary>Stores of this process; null when it has all there are.</summary>
    IReadOnlySet<Guid>? Held { get; }

    /// <summary>Whether this process works on a store.</summary>
    bool Holds(Guid connectionId);

    /// <summary>
    /// Begins to work on a store, which is not handed on before the stay is disposed. An id that is no store's (a file's) belongs to
    /// whoever asks. Null when another process has the store.
    /// </summary>
    StoreStay? Enter(Guid connectionId);
}

/// <summary>Work on a store under way.</summary>
/// <param name="OnDispose">Notes the end of the work.</param>
/// <param name="Ended">Cancelled when the store must be let go of: the work is to stop and be given back.</param>
public sealed record StoreStay(Action? OnDispose, CancellationToken Ended) : IDisposable
{
    /// <summary>A stay that nobody can end.</summary>
    public static StoreStay Unlimited { get; } = new(null, CancellationToken.None);

    /// <inheritdoc />
    public void Dispose() => OnDispose?.Invoke();
}
