namespace Marketplace.Tests.Architecture;

/// <summary>Fails with all findings, one on each line.</summary>
internal static class Verdict
{
    /// <summary>Passes when there are no findings.</summary>
    public static void None(IEnumerable<string> findings)
    {
        var all = findings.Distinct().ToList();
        Assert.True(all.Count == 0, $"{all.Count} findings:{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
    }
}
