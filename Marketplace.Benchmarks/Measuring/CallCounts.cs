namespace Marketplace.Benchmarks.Measuring;

/// <summary>Answers of one operation with one status.</summary>
/// <param name="Marketplace">Whose.</param>
/// <param name="Operation">Name.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Count">How many.</param>
public sealed record CallCount(string Marketplace, string Operation, int Status, int Count);

/// <summary>What a sandbox answered up to a moment.</summary>
/// <param name="Counts">By operation and status.</param>
public sealed record CallCounts(IReadOnlyList<CallCount> Counts)
{
    private const int TooMany = 429;

    /// <summary>Calls to a marketplace since an earlier moment.</summary>
    public int CallsSince(CallCounts before, string marketplace) => Of(marketplace) - before.Of(marketplace);

    /// <summary>Refusals because of limits since an earlier moment.</summary>
    public int ThrottledSince(CallCounts before, string marketplace) => Of(marketplace, TooMany) - before.Of(marketplace, TooMany);

    private int Of(string marketplace, int? status = null) => Counts.Where(c => c.Marketplace == marketplace && (status is null || c.Status == status)).Sum(c => c.Count);
}
