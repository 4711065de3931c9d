using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Tests.Chaos;

/// <summary>
/// The application is killed at random moments while it imports orders, sends stock and confirms parcels, and is started again.
/// <c>MARKETPLACE_CHAOS</c> says how often; <c>MARKETPLACE_CHAOS_SEED</c> repeats a run's traffic.
/// </summary>
[Collection(KillAlone.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int OnHand = 20_000;
    private static readonly int Kills = Setting("MARKETPLACE_CHAOS", 4);
    private static readonly int Seed = Setting("MARKETPLACE_CHAOS_SEED", Environment.ProcessId);

    [Fact]
    public Task Kill_OneInstanceOnSqlite_LosesAndDoublesNothing() => KillAsync(instances: 1, onPostgres: false);

    [Fact]
    public Task Kill_TwoInstancesOnPostgres_LosesAndDoublesNothing() => KillAsync(instances: 2, onPostgres: true);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private async Task KillAsync(int instances, bool onPostgres)
    {
        await using var shop = await BuiltShop.OpenAsync(instances, onPostgres);
        var verdict = new KillVerdict(shop);
        var before = await SharedStock.FillAsync(shop, OnHand);
        var traffic = new KillTraffic(shop, [.. before.Keys], Seed);
        var started = Stopwatch.GetTimestamp();

        using var end = new CancellationTokenSource();
        var life = Task.WhenAll(Task.Run(() => traffic.BuyAsync(end.Token)), Task.Run(() => traffic.ShipAsync(end.Token)));
        await KillAndReviveAsync(shop);
        await end.CancelAsync();
        await life;
        await traffic.FinishAsync();

        var settling = Stopwatch.GetTimestamp();
        await shop.UntilNullAsync(() => verdict.OrdersAsync(traffic.Sales));
        await shop.UntilNullAsync(() => verdict.ParcelsAsync(traffic.Taken));
        await shop.UntilNullAsync(verdict.StockAsync);
        output.WriteLine(
            $"{Kills} kills, seed {Seed}: {traffic.Sales.Count} orders and {traffic.Taken.Count} parcels in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s, "
            + $"in order {Stopwatch.GetElapsedTime(settling).TotalSeconds:0.0} s after the last");

        Assert.Null(await verdict.BooksAsync());
        var sold = traffic.Sales.GroupBy(s => s.Sku).ToDictionary(g => g.Key, g => g.Sum(s => s.Quantity));
        Assert.Equal(
            before.ToDictionary(b => b.Key, b => b.Value - sold.GetValueOrDefault(b.Key)),
            (await SharedStock.AvailableAsync(shop, before.Keys)).ToDictionary(a => a.Key, a => a.Value));
    }

    // Half of the time the killer does not wait until the dead one is back, so that starts are hit as well.
    private async Task KillAndReviveAsync(BuiltShop shop)
    {
        var random = new Random(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(300, 3_000));
            var victim = shop.Instances[random.Next(shop.Instances.Count)];
            await victim.KillAsync();
            victim.Start();
            if (random.Next(2) == 0)
            {
                await victim.ReadyAsync();
            }
        }

        foreach (var instance in shop.Instances)
        {
            await instance.ReadyAsync();
        }
    }
}
