using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Marketplace.Sandbox.TikTok.State;

namespace Marketplace.Sandbox.TikTok.Webhooks;

/// <summary>Delivers notifications: signed, with three seconds to answer, and again after 2 minutes, 30 minutes, 3 and 12 hours.</summary>
internal sealed class TikTokCourier : IAsyncDisposable
{
    private const int AtOnce = 4;
    private static readonly TimeSpan[] Retries = [TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30), TimeSpan.FromHours(3), TimeSpan.FromHours(12)];
    private readonly Channel<TikTokNotification> queue = Channel.CreateUnbounded<TikTokNotification>();
    private readonly CancellationTokenSource end = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(3) };
    private readonly TikTokCredentials credentials;
    private readonly TikTokSandboxOptions options;
    private readonly TimeProvider time;
    private readonly Task work;
    private long number;

    public TikTokCourier(TikTokCredentials credentials, TikTokSandboxOptions options, TimeProvider time)
    {
        this.credentials = credentials;
        this.options = options;
        this.time = time;
        work = Task.Run(() => Parallel.ForEachAsync(
            queue.Reader.ReadAllAsync(end.Token), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = end.Token }, DeliverAsync));
    }

    /// <summary>Tells of an order's new status; nothing where nobody asked for it.</summary>
    public void OrderChanged(TikTokShop shop, TikTokOrder order)
    {
        // This status is not among those that the notification knows.
        if (order.Status != "PARTIALLY_SHIPPING")
        {
            Send(shop, "ORDER_STATUS_CHANGE", 1, new JsonObject
            {
                ["order_id"] = order.Id,
                ["order_status"] = order.Status == "CANCELLED" ? "CANCEL" : order.Status,
                ["is_on_hold_order"] = order.WasOnHold,
                ["update_time"] = order.UpdateTime,
            });
        }
    }

    /// <summary>Tells that the seller has withdrawn the authorisation.</summary>
    public void Deauthorized(TikTokShop shop) =>
        Send(shop, "SELLER_DEAUTHORIZATION", 6, new JsonObject { ["message"] = $"Shop_id {shop.Id} is deauthorized from your APP by merchant." });

    /// <summary>Tells of packages that were split or combined.</summary>
    public void PackagesChanged(TikTokShop shop, string kind, IEnumerable<TikTokPackage> packages, DateTimeOffset now) =>
        Send(shop, "PACKAGE_UPDATE", 4, new JsonObject
        {
            ["sc_type"] = kind,
            ["role_type"] = "ROLE_SELLER",
            ["package_list"] = new JsonArray([.. packages.Select(package => new JsonObject
            {
                ["package_id"] = package.Id,
                ["order_id_list"] = new JsonArray([.. package.Content.Select(content => content.Order.Id).Distinct().Select(id => JsonValue.Create(id))]),
            })]),
            ["update_time"] = now.ToUnixTimeSeconds(),
        });

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await end.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        end.Dispose();
    }

    private void Send(TikTokShop shop, string topic, int type, JsonObject data)
    {
        if (!shop.Subscriptions.TryGetValue(topic, out var subscription))
        {
            return;
        }

        var id = Interlocked.Increment(ref number);
        var body = Encoding.UTF8.GetBytes(TikTokNotification.Envelope(type, id, shop.Id, time.GetUtcNow(), data).ToJsonString());
        queue.Writer.TryWrite(new TikTokNotification(subscription.Address, body, 0));
        if (options.DuplicateWebhookPercent > id * 37 % 100)
        {
            queue.Writer.TryWrite(new TikTokNotification(subscription.Address, body, 0));
        }
    }

    private async ValueTask DeliverAsync(TikTokNotification notification, CancellationToken cancellationToken)
    {
        if (!await IsTakenAsync(notification, cancellationToken) && notification.Attempt < Retries.Length)
        {
            _ = RequeueAsync(notification, Retries[notification.Attempt] / options.WebhookRetrySpeed);
        }
    }

    private async Task RequeueAsync(TikTokNotification notification, TimeSpan wait)
    {
        await Task.Delay(wait, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        queue.Writer.TryWrite(notification with { Attempt = notification.Attempt + 1 });
    }

    private async Task<bool> IsTakenAsync(TikTokNotification notification, CancellationToken cancellationToken)
    {
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, notification.Address) { Content = new ByteArrayContent(notification.Body) };
            message.Content.Headers.ContentType = new("application/json");
            message.Headers.TryAddWithoutValidation("Authorization", Sign(notification.Body));
            using var answer = await http.SendAsync(message, cancellationToken);
            return (int)answer.StatusCode is 200 or 401;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private string Sign(byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(credentials.AppSecret), Encoding.UTF8.GetBytes(credentials.AppKey).Concat(body).ToArray()));
}
