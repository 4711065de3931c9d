using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;

namespace Marketplace.Benchmarks.Cases;

/// <summary>Signed notifications at a steady rate, each about an order of the store; from the moment of sending until the answer.</summary>
internal sealed class WebhookAccepted : IBenchmark
{
    private const string Marketplace = "tiktok";

    public string Name => "webhook";

    public string About => "a notification is proven, stored and answered, at 200 a second";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (perSecond, seconds) = (settings.Pick(20, 200, 200), settings.Pick(1, 10, 60));
        await using var bed = await Bed.MakeAsync(settings, 30, 100, Rates.Unhurried, cancellationToken);
        var store = await bed.ConnectAsync(Marketplace, cancellationToken);
        var (platform, connection) = await bed.OpenAsync(store, cancellationToken);
        var orders = new List<string>();
        await foreach (var page in platform.Orders!.ListAsync(connection, null, cancellationToken))
        {
            orders.AddRange(page.Items.Select(o => o.ExternalId));
        }

        var credentials = await bed.Sandbox.CredentialsAsync(cancellationToken);
        var (key, secret) = (credentials["Platforms:tiktok:AppKey"]!, Encoding.UTF8.GetBytes(credentials["Platforms:tiktok:AppSecret"]!));
        using var http = new HttpClient { BaseAddress = bed.App.Address };
        await SendAsync(http, Body(connection.ExternalAccountId, orders[0], 0), key, secret, cancellationToken);

        // A fresh process still compiles what it runs; its first seconds are told apart from how it goes on.
        var first = settings.Pick(1, 5, 15);
        yield return await RateAsync($"{perSecond} a second, the first {first} s of a process", 0, first);
        var latency = await RateAsync($"{perSecond} a second for {seconds} s after that", first * perSecond, seconds);
        yield return latency with { Target = "p99 < 100 ms", Met = latency.Latency!.P99 < 100 };

        async Task<Figures> RateAsync(string name, int sent, int length)
        {
            await using var meter = Meter.Start();
            var started = Stopwatch.GetTimestamp();
            var times = await Task.WhenAll(Enumerable.Range(0, perSecond * length).Select(async i =>
            {
                // From the moment at which it should be sent: a slow answer must not slow down the next notification.
                var due = TimeSpan.FromSeconds((double)i / perSecond);
                var wait = due - Stopwatch.GetElapsedTime(started);
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken);
                await SendAsync(http, Body(connection.ExternalAccountId, orders[i % orders.Count], sent + i + 1), key, secret, cancellationToken);
                return Stopwatch.GetElapsedTime(started) - due;
            }));
            return await meter.StopAsync(new Figures(Name, name)) with { Items = times.Length, Latency = Percentiles.Of(times) };
        }
    }

    private static byte[] Body(string shop, string order, int number) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = 1,
        tts_notification_id = $"75271123930{number:D8}",
        shop_id = shop,
        timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        data = new { order_id = order, order_status = "AWAITING_SHIPMENT", is_on_hold_order = false, update_time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() },
    });

    private static async Task SendAsync(HttpClient http, byte[] body, string key, byte[] secret, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{Marketplace}") { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new("application/json");
        byte[] signed = [.. Encoding.UTF8.GetBytes(key), .. body];
        message.Headers.TryAddWithoutValidation("Authorization", Convert.ToHexStringLower(HMACSHA256.HashData(secret, signed)));
        using var answer = await http.SendAsync(message, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
