using System.Globalization;
using CsCheck;
using Marketplace.Core.Inventory.Locations;

namespace Marketplace.Tests.Inventory;

/// <summary>
/// Random sequences of orders, cancellations, shipments, counts, transfers, deliveries, bundles and late links: available is on
/// hand less reserved, nothing is lost, and the ledger adds up to the stock. Few runs by default; the flag sets how many.
/// </summary>
public sealed class StockPropertyTests
{
    private const string Flag = "MARKETPLACE_STOCK_RUNS";
    private const int UsualRuns = 8;

    private static long Runs => long.TryParse(Environment.GetEnvironmentVariable(Flag), NumberStyles.None, CultureInfo.InvariantCulture, out var runs) ? runs : UsualRuns;

    private static Gen<(int Kind, int Item, int Quantity, int More)[]> Steps =>
        Gen.Select(Gen.Int[0, StockWorld.Kinds - 1], Gen.Int[0, 5], Gen.Int[0, 7], Gen.Int[0, 7]).Array[1, 24];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stock_AnySequenceOfEvents_AddsUp(bool onPostgres)
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: onPostgres);
        TestShop[] shops = [await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon")];
        var (annex, _) = await test.Get<LocationEditor>().AddAsync(test.SellerId, "Annex", TestContext.Current.CancellationToken);
        var run = 0;
        await Check.SampleAsync(Steps, async steps =>
        {
            // SKUs and orders of its own, so that runs need not wait for each other's leftovers.
            var world = new StockWorld(test, shops, annex!.Value, $"R{Interlocked.Increment(ref run)}X");
            await world.BeginAsync();
            foreach (var (kind, item, quantity, more) in steps)
            {
                await world.StepAsync(kind, item, quantity, more);
            }

            await world.AssertAsync();
        }, iter: Runs, threads: 1);
        await TestShop.AssertLedgerBalancesAsync(test);
    }
}
