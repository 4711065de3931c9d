using System.Globalization;
using System.Text;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Tests.Contract;

/// <summary>Every operation that the product calls has been held against its official document, and the table in the docs says so.</summary>
public sealed class JourneyTests
{
    private const string Table = "docs/marketplaces.md";
    private const string WriteSwitch = "MARKETPLACE_WRITE_DOCS";

    private static readonly string[] Marketplaces = ["ebay", "amazon", "tiktok"];

    [Theory]
    [InlineData("ebay")]
    [InlineData("amazon")]
    [InlineData("tiktok")]
    public async Task Journey_OfAStore_KeepsTheContractOfEveryOperationInUse(string marketplace)
    {
        var traffic = await Journey.Of(marketplace);
        Assert.SkipWhen(ContractLibrary.Instance is null, $"The official documents are not at {ContractLibrary.Folder}.");
        var inUse = OperationInUse.All.Where(operation => operation.Plan.Marketplace.Value == marketplace);
        Assert.Empty(inUse.Select(operation => operation.Plan.Name).Except(traffic.Covered.Select(operation => operation.Plan)));
        Assert.All(inUse, operation => Assert.NotEmpty(operation.UsedBy));
    }

    [Fact]
    public async Task Table_OfOperations_IsUpToDate()
    {
        Assert.SkipWhen(ContractLibrary.Instance is null, $"The official documents are not at {ContractLibrary.Folder}.");
        var file = Path.Combine(Repository.Root, Table);
        var expected = await WriteAsync();
        if (Environment.GetEnvironmentVariable(WriteSwitch) == "1")
        {
            await File.WriteAllTextAsync(file, expected);
        }

        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
        Assert.True(expected == committed, $"{Table} is out of date. Run this test once with {WriteSwitch}=1 and commit the file.");
    }

    private static async Task<string> WriteAsync()
    {
        var text = new StringBuilder($"""
            # Marketplace operations in use

            Written by the tests (`{WriteSwitch}=1`), so it is what the product really calls. Limits are those that our own limiter keeps per
            store, in calls per second and calls at once after a rest. The batch is the largest page or list that one call of a store's day
            asks for. "Contract checked" names the operation of the marketplace's official document that each request and each answer of the
            tests is held against, or says why there is none.

            | marketplace | operation | per second | at once | batch | used by | contract checked |
            |---|---|---|---|---|---|---|

            """);
        foreach (var marketplace in Marketplaces)
        {
            var traffic = await Journey.Of(marketplace);
            foreach (var (plan, usedBy) in OperationInUse.All.Where(operation => operation.Plan.Marketplace.Value == marketplace))
            {
                var covered = traffic.Covered.Where(operation => operation.Plan == plan.Name).ToList();
                var batch = covered.Select(traffic.LargestBatch).Max();
                text.Append(CultureInfo.InvariantCulture, $"| {marketplace} | `{plan.Name}` | {plan.RatePerSecond:0.####} | {plan.Burst} | {(batch is { } size ? $"{size}" : "–")} | {string.Join(", ", usedBy)} | {Contract(covered)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Contract(List<CoveredOperation> covered)
    {
        var known = covered.Select(operation => operation.Contract).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return known.Count > 0 ? $"yes: `{string.Join("`, `", known)}`" : $"no: {covered.Select(operation => operation.WhyNone).First()}";
    }
}
