namespace Marketplace.Core.Work;

/// <summary>Does one kind of work.</summary>
public interface IWorkHandler
{
    /// <summary>The kind that it does.</summary>
    string Kind { get; }

    /// <summary>
    /// Does the work; must be safe to repeat, for a worker may die between a call to a marketplace and the commit. Throws the
    /// platform exception family on failure: Throttled and Transient are tried again at a stored time, Rejected and
    /// NeedsReauthorization are not.
    /// </summary>
    /// <returns>What to do with the item.</returns>
    Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken);
}

/// <summary>What becomes of an item.</summary>
/// <param name="Again">Time until it is due again; null when it is done.</param>
public sealed record WorkOutcome(TimeSpan? Again)
{
    /// <summary>Finished.</summary>
    public static WorkOutcome Done { get; } = new((TimeSpan?)null);

    /// <summary>Not finished; once more after a while.</summary>
    public static WorkOutcome After(TimeSpan delay) => new(delay);
}
