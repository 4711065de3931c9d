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
    [InlineData(
        "ebay",
        "exchangeCode", "refreshToken", "getUser",
        "getInventoryItems", "getOffers", "bulkUpdatePriceQuantity", "bulkGetInventoryItem",
        "getDefaultCategoryTreeId", "getCategoryTree", "GetSellerList",
        "getOrders", "getOrder", "createShippingFulfillment", "getShippingFulfillments",
        "issueRefund", "checkCancellationEligibility", "createCancellation", "searchCancellations", "getRateLimits")]
    [InlineData(
        "amazon",
        "exchangeCode", "refreshToken", "getMarketplaceParticipations",
        "searchListingsItems", "patchListingsItem", "getListingsItem",
        "searchOrders", "getOrder", "confirmShipment")]
    [InlineData(
        "tiktok",
        "GetAccessToken", "RefreshAccessToken", "GetAuthorizedShops",
        "SearchProducts", "GetProduct", "InventorySearch", "UpdateInventory",
        "GetOrderList", "GetOrderDetail", "GetShippingProviders", "MarkPackageAsShipped", "ShipPackage", "UpdatePackageShippingInfo")]
    public async Task Journey_OfAStore_KeepsTheContractOfEachCall(string marketplace, params string[] operations)
    {
        var traffic = await Journey.Of(marketplace);
        Assert.SkipWhen(ContractLibrary.Instance is null, $"The official documents are not at {ContractLibrary.Folder}.");
        Assert.Empty(operations.Except(traffic.Covered.Select(operation => operation.Plan)));
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
            asks for. "Contract" names the operation of the marketplace's official document that each request and each answer of the tests is
            held against; where there is none, the marketplace describes the call in prose only.

            | marketplace | operation | per second | at once | batch | used by | contract |
            |---|---|---|---|---|---|---|

            """);
        foreach (var marketplace in Marketplaces)
        {
            var traffic = await Journey.Of(marketplace);
            foreach (var (plan, usedBy) in OperationInUse.All.Where(operation => operation.Plan.Marketplace.Value == marketplace))
            {
                var covered = traffic.Covered.Where(operation => operation.Plan == plan.Name).ToList();
                var batch = covered.Select(traffic.LargestBatch).Max();
                text.Append(CultureInfo.InvariantCulture, $"| {marketplace} | `{plan.Name}` | {plan.RatePerSecond:0.####} | {plan.Burst} | {(batch is { } size ? $"{size}" : "–")} | {string.Join(", ", usedBy)} | {Contract(plan, covered)} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The documents' names of an operation: as seen on the wire, else by its own name, which is the documents'.</summary>
    private static string Contract(OperationPlan plan, List<CoveredOperation> covered)
    {
        var names = covered.Count > 0
            ? covered.Select(operation => operation.Contract)
            : ContractLibrary.Instance!.Operations.Where(operation => operation.Marketplace == plan.Marketplace.Value && operation.Name.Split('_')[0] == plan.Name).Select(operation => operation.Name);
        var known = names.OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return known.Count == 0 ? "none" : $"`{string.Join("`, `", known)}`";
    }
}
