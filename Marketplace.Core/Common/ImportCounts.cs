namespace Marketplace.Core.Common;

/// <summary>What an import did, in items.</summary>
/// <param name="Created">New here.</param>
/// <param name="Updated">Known, and changed.</param>
/// <param name="Unchanged">Known, and as before.</param>
/// <param name="Failed">Set aside.</param>
public readonly record struct ImportCounts(int Created = 0, int Updated = 0, int Unchanged = 0, int Failed = 0)
{
    /// <summary>Adds two counts up.</summary>
    public static ImportCounts operator +(ImportCounts left, ImportCounts right) =>
        new(left.Created + right.Created, left.Updated + right.Updated, left.Unchanged + right.Unchanged, left.Failed + right.Failed);
}
