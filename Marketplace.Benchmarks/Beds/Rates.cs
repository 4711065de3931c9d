namespace Marketplace.Benchmarks.Beds;

/// <summary>How far limits are raised, on the sandbox's side and on ours alike.</summary>
internal static class Rates
{
    /// <summary>So far that what is measured is the product and not the waiting; they are still counted and kept.</summary>
    public const double Unhurried = 10_000;
}
