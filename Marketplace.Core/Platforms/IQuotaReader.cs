namespace Marketplace.Core.Platforms;

/// <summary>Tells how many calls a marketplace still allows today, where it keeps such a count.</summary>
public interface IQuotaReader
{
    /// <summary>Every daily quota that the product uses; empty where the marketplace keeps none for this application.</summary>
    Task<IReadOnlyList<CallQuota>> ReadAsync(ConnectionContext connection, CancellationToken cancellationToken);
}

/// <summary>A daily quota.</summary>
/// <param name="Name">What is counted, in the marketplace's spelling.</param>
/// <param name="Limit">Calls allowed a day.</param>
/// <param name="Remaining">Calls left today.</param>
/// <param name="ResetsAt">Start of the marketplace's next day, UTC; null where it is not told.</param>
/// <param name="Shared">All stores of the application share it.</param>
public sealed record CallQuota(string Name, long Limit, long Remaining, DateTimeOffset? ResetsAt, bool Shared);
