using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.TikTok.State;

namespace Marketplace.Sandbox.TikTok.Webhooks;

/// <summary>Delivers notifications: signed, with three seconds to answer, and again after 2 minutes, 30 minutes, 3 and 12 hours.</summary>
internal sealed class TikTokCourier : IPostalRules<TikTokNotification>, IAsyncDisposable
{
    private static readonly TimeSpan[] Retries = [TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30), TimeSpan.FromHours(3), TimeSpan.FromHours(12)];
    private readonly TikTokCredentials credentials;
    private readonly TikTokSandboxOptions options;
    private readonly TimeProvider time;
    private readonly NotificationPost<TikTokNotification> post;
    private long number;

    public TikTokCourier(TikTokCredentials credentials, SandboxOptions options, TimeProvider time)
    {
        this.credentials = credentials;
        this.options = options.TikTok;
        this.time = time;
        post = new NotificationPost<TikTokNotification>(this, options.Notifications, time);
    }

    public TimeSpan Patience => TimeSpan.FromSeconds(3);

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

    /// <summary>Tells of a refund's new status.</summary>
    public void ReturnChanged(TikTokShop shop, TikTokReturn known) =>
        Send(shop, "RETURN_STATUS_CHANGE", 12, new JsonObject
        {
            ["order_id"] = known.Order.Id,
            ["return_role"] = known.ByBuyer ? "BUYER" : "SELLER",
            ["return_type"] = known.Type,
            ["return_status"] = known.Status,
            ["return_id"] = known.Id,
            ["create_time"] = known.CreateTime,
            ["update_time"] = known.UpdateTime,
        });

    public HttpRequestMessage Write(TikTokNotification letter, bool forged)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, letter.Address) { Content = new ByteArrayContent(letter.Body) };
        message.Content.Headers.ContentType = new("application/json");
        message.Headers.TryAddWithoutValidation("Authorization", Sign(letter.Body, forged ? "another secret" : credentials.AppSecret));
        return message;
    }

    public bool IsTaken(HttpStatusCode status) => (int)status is 200 or 401;

    public (TikTokNotification Letter, TimeSpan Wait)? Again(TikTokNotification letter) =>
        letter.Attempt < Retries.Length ? (letter with { Attempt = letter.Attempt + 1 }, Retries[letter.Attempt] / options.WebhookRetrySpeed) : null;

    public ValueTask DisposeAsync() => post.DisposeAsync();

    private void Send(TikTokShop shop, string topic, int type, JsonObject data)
    {
        if (shop.Subscriptions.TryGetValue(topic, out var subscription))
        {
            var envelope = TikTokNotification.Envelope(type, Interlocked.Increment(ref number), shop.Id, time.GetUtcNow(), data);
            post.Send(new TikTokNotification(subscription.Address, Encoding.UTF8.GetBytes(envelope.ToJsonString()), 0));
        }
    }

    private string Sign(byte[] body, string secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(credentials.AppKey).Concat(body).ToArray()));
}
