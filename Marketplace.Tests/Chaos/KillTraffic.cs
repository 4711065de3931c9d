using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Marketplace.Tests.Chaos;

/// <summary>A sale that a marketplace has booked.</summary>
internal sealed record Sale(string Marketplace, string OrderId, string Sku, int Quantity);

/// <summary>
/// The life around an application that is being killed: buyers on all marketplaces, and a seller who ships what the API shows,
/// entering a parcel again until some instance has taken it.
/// </summary>
internal sealed class KillTraffic(BuiltShop shop, IReadOnlyList<string> skus, int seed)
{
    private readonly Random random = new(seed);
    private int parcels;

    /// <summary>All sales, in no order.</summary>
    public ConcurrentBag<Sale> Sales { get; } = [];

    /// <summary>Tracking number by our order id, of every parcel that the seller wants to send.</summary>
    public ConcurrentDictionary<Guid, string> Wanted { get; } = new();

    /// <summary>Parcels that the application has taken.</summary>
    public ConcurrentDictionary<Guid, string> Taken { get; } = new();

    /// <summary>Sells until it is cancelled.</summary>
    public async Task BuyAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var marketplace = shop.Sandbox.Marketplaces[random.Next(3)];
            var (sku, quantity) = (skus[random.Next(skus.Count)], 1 + random.Next(2));
            Sales.Add(new Sale(marketplace.Key, marketplace.CreateOrders(1, sku, quantity)[0], sku, quantity));
            await Task.Delay(random.Next(60, 240), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ships until it is cancelled.</summary>
    public async Task ShipAsync(CancellationToken cancellationToken)
    {
        for (var turn = 0; !cancellationToken.IsCancellationRequested; turn++)
        {
            await ShipOnceAsync(shop.Instances[turn % shop.Instances.Count]);
            await Task.Delay(100, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Enters what is not taken yet, until all is.</summary>
    public Task FinishAsync() => Eventually.TrueAsync(
        async () =>
        {
            await EnterAsync(shop.Instances[0]);
            return Wanted.Count == Taken.Count;
        },
        seconds: 60);

    private async Task ShipOnceAsync(BuiltApp instance)
    {
        try
        {
            using var answer = await shop.SendAsync(instance, HttpMethod.Get, "/api/v1/platforms/orders/pending?pageSize=100");
            if (!answer.IsSuccessStatusCode)
            {
                return;
            }

            var page = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
            foreach (var order in page.GetProperty("orders").EnumerateArray().Where(o => o.GetProperty("canShip").GetBoolean()))
            {
                // A third stays unshipped, so that stock held and stock gone both count at the end.
                var id = order.GetProperty("id").GetGuid();
                if (id.ToByteArray()[15] % 3 != 0)
                {
                    Wanted.GetOrAdd(id, _ => $"1Z999AA1{20_000_000 + Interlocked.Increment(ref parcels)}");
                }
            }
        }
        catch (Exception exception) when (IsDeath(exception))
        {
            return;
        }

        await EnterAsync(instance);
    }

    // Several at once, as a seller's own programs would.
    private Task EnterAsync(BuiltApp instance) =>
        Parallel.ForEachAsync(Wanted.Where(w => !Taken.ContainsKey(w.Key)).Take(40), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (parcel, _) =>
        {
            try
            {
                await EnterAsync(instance, parcel.Key, parcel.Value);
            }
            catch (Exception exception) when (IsDeath(exception))
            {
                // It is entered again.
            }
        });

    private async Task EnterAsync(BuiltApp instance, Guid order, string tracking)
    {
        using var answer = await shop.SendAsync(instance, HttpMethod.Post, $"/api/v1/platforms/orders/{order}/fulfill", new { trackingNumber = tracking, carrier = "UPS" });
        if (answer.IsSuccessStatusCode)
        {
            Taken[order] = tracking;
        }
        else if ((int)answer.StatusCode < 500 && answer.StatusCode != HttpStatusCode.TooManyRequests)
        {
            Assert.Fail($"The parcel of order {order} was refused: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    // What a client sees of a server that is killed in the middle of an answer.
    private static bool IsDeath(Exception exception) => exception is HttpRequestException or IOException or TaskCanceledException or JsonException;
}
