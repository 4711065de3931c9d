using System.Diagnostics;

namespace Marketplace.Tests.Chaos;

/// <summary>Two instances share three stores; one ends, well or badly, and the other goes on with all of them. The sandbox's own log is the witness.</summary>
[Collection(KillAlone.Name)]
public sealed class TakeoverTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Kill_OneOfTwo_OtherTakesItsStoresOver()
    {
        await using var shop = await BuiltShop.OpenAsync(instances: 2, onPostgres: true);
        var victim = await BusierAsync(shop);
        var orphans = StoresOf(shop, victim, TimeSpan.FromSeconds(4));
        Assert.NotEmpty(orphans);

        var killed = Stopwatch.GetTimestamp();
        await shop.Instances[victim].KillAsync();
        var took = await TakenOverAsync(shop, 1 - victim, orphans, killed);

        output.WriteLine($"{orphans.Count} stores were called by the other instance {took.TotalSeconds:0.0} s after the kill");
        Assert.InRange(took, TimeSpan.Zero, Allowed);

        shop.Instances[victim].Start();
        await Eventually.TrueAsync(() => StoresOf(shop, victim, TimeSpan.FromSeconds(2)).Count > 0, seconds: 60);
    }

    [Fact]
    public async Task Stop_OneOfTwo_HandsItsStoresOver()
    {
        await using var shop = await BuiltShop.OpenAsync(instances: 2, onPostgres: true);
        var leaver = await BusierAsync(shop);
        var orphans = StoresOf(shop, leaver, TimeSpan.FromSeconds(4));

        Assert.Equal(0, await shop.Instances[leaver].StopAsync());
        var took = await TakenOverAsync(shop, 1 - leaver, orphans, Stopwatch.GetTimestamp());

        output.WriteLine($"{orphans.Count} stores were called by the other instance {took.TotalSeconds:0.0} s after the stop");
        Assert.InRange(took, TimeSpan.Zero, Allowed);
    }

    /// <summary>Waits until the stores are divided and stay so, each with one instance.</summary>
    /// <returns>The instance that has more of them.</returns>
    private static async Task<int> BusierAsync(BuiltShop shop)
    {
        await Eventually.TrueAsync(
            () =>
            {
                var shares = shop.Instances.Select((_, i) => StoresOf(shop, i, TimeSpan.FromSeconds(4))).ToList();
                return shares[0].Count + shares[1].Count == 3 && !shares[0].Overlaps(shares[1]) && shares.All(s => s.Count > 0);
            },
            seconds: 90);
        return StoresOf(shop, 0, TimeSpan.FromSeconds(4)).Count == 2 ? 0 : 1;
    }

    private static async Task<TimeSpan> TakenOverAsync(BuiltShop shop, int heir, HashSet<string> orphans, long since)
    {
        var began = TimeProvider.System.GetUtcNow() - Stopwatch.GetElapsedTime(since);
        await Eventually.TrueAsync(() => orphans.IsSubsetOf(Called(shop, heir, began)), seconds: 60);
        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>Marketplaces that an instance called in the last while.</summary>
    private static HashSet<string> StoresOf(BuiltShop shop, int instance, TimeSpan within) => Called(shop, instance, TimeProvider.System.GetUtcNow() - within);

    private static HashSet<string> Called(BuiltShop shop, int instance, DateTimeOffset since)
    {
        var hosts = shop.Sandbox.Marketplaces.SelectMany(m => m.Hosts.Values.Select(host => (host, m.Key))).DistinctBy(h => h.host).ToDictionary(h => h.host, h => h.Key);
        return [.. shop.Sandbox.Log.Calls.Where(c => c.At > since && c.Port == shop.Sandbox.Doors[instance].Port).Select(c => hosts[c.Host])];
    }
}
