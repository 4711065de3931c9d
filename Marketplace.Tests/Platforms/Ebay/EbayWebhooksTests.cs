using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Ebay;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Notifications;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Ebay;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayWebhooksTests
{
    internal static readonly Dictionary<string, string?> Settings = new()
    {
        ["Platforms:Ebay:VerificationToken"] = "a-token-of-our-own-choice-0123456789",
        ["Platforms:Ebay:AlertEmail"] = "alerts@example.test",
    };

    [Fact]
    public async Task Subscribe_ThenASale_TellsOfTheOrderOfThisStore()
    {
        await using var store = await EbayStore.ConnectAsync(settings: Settings);
        await using var hook = await WebhookListener.StartAsync(store.Platform.Webhooks!);

        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, hook.Address, CancellationToken.None);
        var id = store.Market.CreateOrders(1, null, 1)[0];

        var (_, reading) = Assert.Single(await hook.WaitAsync(1));
        Assert.Null(reading.Refusal);
        var signal = Assert.Single(reading.Signals);
        Assert.Equal((WebhookSubject.Order, id, store.Authorized.ExternalAccountId), (signal.Subject, signal.ExternalId, signal.ExternalAccountId));
    }

    [Fact]
    public async Task Subscribe_WithTheScopeOfCancellations_IsToldOfThem()
    {
        var scopes = $"{EbayScopes.Root} {EbayScopes.Root}/sell.fulfillment {EbayScopes.Root}/commerce.identity.readonly {EbayScopes.Root}/commerce.notification.subscription {EbayScopes.Cancellations}";
        await using var store = await EbayStore.ConnectAsync(settings: new Dictionary<string, string?>(Settings) { ["Platforms:Ebay:Scopes"] = scopes });
        await using var hook = await WebhookListener.StartAsync(store.Platform.Webhooks!);
        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, hook.Address, CancellationToken.None);
        var id = (await EbayOrdersTests.ReadAsync(store, null))[0].Items[0].ExternalId;

        store.Market.ChangeOrder(id, cancelState: "IN_PROGRESS");

        var (_, reading) = Assert.Single(await hook.WaitAsync(1));
        var signal = Assert.Single(reading.Signals);
        Assert.Equal((WebhookSubject.Order, id, store.Authorized.ExternalAccountId), (signal.Subject, signal.ExternalId, signal.ExternalAccountId));
    }

    [Fact]
    public async Task Delivery_WrittenAgainByItsReader_IsTheSameBytes()
    {
        await using var store = await EbayStore.ConnectAsync(settings: Settings);
        await using var hook = await WebhookListener.StartAsync(store.Platform.Webhooks!);
        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, hook.Address, CancellationToken.None);

        store.Market.DeleteBuyer("jürgen+söhne", "a/b+c==");

        // Other clients verify what they have parsed and written again, which escapes neither umlauts nor plus signs.
        var body = Encoding.UTF8.GetString((await hook.WaitAsync(1))[0].Request.Body);
        Assert.Contains("jürgen+söhne", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_Again_ChangesNothing()
    {
        await using var store = await EbayStore.ConnectAsync(settings: Settings);
        await using var hook = await WebhookListener.StartAsync(store.Platform.Webhooks!);

        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, hook.Address, CancellationToken.None);
        await store.Platform.Subscriptions.SubscribeAsync(store.Connection, hook.Address, CancellationToken.None);
        store.Market.CreateOrders(3, null, 1);

        Assert.Equal(3, (await hook.WaitAsync(3)).Select(delivery => delivery.Reading.Signals[0].NotificationId).Distinct().Count());
        Assert.Equal(1, store.Calls("createDestination"));
        Assert.Equal(2, store.Calls("createSubscription"));
        Assert.Equal(1, store.Calls("updateConfig"));
    }

    [Fact]
    public async Task Subscribe_AddressThatFailsTheChallenge_IsRefused()
    {
        await using var store = await EbayStore.ConnectAsync(settings: new Dictionary<string, string?>(Settings) { ["Platforms:Ebay:NotificationEndpoint"] = "http://127.0.0.1:9/elsewhere" });

        var failure = await Assert.ThrowsAsync<RejectedException>(
            () => store.Platform.Subscriptions!.SubscribeAsync(store.Connection, new Uri("http://127.0.0.1:9/hook"), CancellationToken.None));

        Assert.Equal("195020", failure.RawCode);
    }

    [Theory]
    [InlineData("VerificationToken")]
    [InlineData("AlertEmail")]
    public async Task Subscribe_SettingMissing_NamesIt(string key)
    {
        await using var store = await EbayStore.ConnectAsync(settings: Settings.Where(setting => !setting.Key.EndsWith(key, StringComparison.Ordinal)).ToDictionary());

        var failure = await Assert.ThrowsAsync<RejectedException>(
            () => store.Platform.Subscriptions!.SubscribeAsync(store.Connection, new Uri("http://127.0.0.1:9/hook"), CancellationToken.None));

        Assert.Equal($"Platforms:Ebay:{key}", failure.Field);
    }

    [Fact]
    public async Task Delivery_NotTaken_ComesAgainUnderTheSameIdWithItsAttemptCounted()
    {
        var options = new SandboxOptions { EnforceLimits = false, Listings = 5, Orders = 0, Ebay = new EbaySandboxOptions { NotificationRetrySeconds = 0.01 } };
        await using var store = await EbayStore.ConnectAsync(options, settings: Settings);
        await using var hook = await WebhookListener.StartAsync(store.Platform.Webhooks!, refusals: 2);
        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, hook.Address, CancellationToken.None);

        store.Market.CreateOrders(1, null, 1);

        var deliveries = await hook.WaitAsync(3);
        Assert.Single(deliveries.Select(delivery => delivery.Reading.Signals[0].NotificationId).Distinct());
        Assert.Equal([1, 2, 3], deliveries.Select(delivery => Notification(delivery.Request).GetProperty("publishAttemptCount").GetInt32()));
        Assert.All(deliveries, delivery => Assert.Null(delivery.Reading.Refusal));
    }

    [Fact]
    public async Task Delivery_ManyOfThem_AskForTheKeyOnce()
    {
        await using var store = await EbayStore.ConnectAsync(settings: Settings);
        await using var hook = await WebhookListener.StartAsync(store.Platform.Webhooks!);
        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, hook.Address, CancellationToken.None);
        store.Market.CreateOrders(1, null, 1);
        await hook.WaitAsync(1);

        store.Market.CreateOrders(20, null, 1);
        await hook.WaitAsync(21);

        Assert.Equal(1, store.Calls("getPublicKey"));
    }

    [Fact]
    public async Task Delivery_TamperedOrForged_IsNotBelieved()
    {
        await using var store = await EbayStore.ConnectAsync(settings: Settings);
        await using var hook = await WebhookListener.StartAsync(store.Platform.Webhooks!);
        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, hook.Address, CancellationToken.None);
        store.Market.CreateOrders(1, null, 1);
        var genuine = (await hook.WaitAsync(1))[0].Request;

        var indented = genuine with { Body = Encoding.UTF8.GetBytes(System.Text.Json.Nodes.JsonNode.Parse(genuine.Body)!.ToString()) };
        var tampered = genuine with { Body = [.. genuine.Body.Select(b => b == (byte)'1' ? (byte)'2' : b)] };
        var bare = genuine with { Headers = new Dictionary<string, string>() };
        var unknown = genuine with { Headers = new Dictionary<string, string> { [EbayWebhookSignature.Header] = Header(Guid.NewGuid(), genuine.Body, ECDsa.Create(ECCurve.NamedCurves.nistP256)) } };

        foreach (var forged in new[] { indented, tampered, bare, unknown })
        {
            var reading = await store.Platform.Webhooks!.ReadAsync(forged, CancellationToken.None);
            Assert.NotNull(reading.Refusal);
            Assert.Empty(reading.Signals);
        }
    }

    [Fact]
    public async Task Delivery_KeyCannotBeFetched_IsLeftForLater()
    {
        await using var store = await EbayStore.ConnectAsync(settings: Settings);
        store.Fault("getPublicKey", FaultKind.Error, 100);
        var body = "{}"u8.ToArray();
        var request = new WebhookRequest("POST", new Uri("http://x/"), new Dictionary<string, string>(),
            new Dictionary<string, string> { [EbayWebhookSignature.Header] = Header(Guid.NewGuid(), body, ECDsa.Create(ECCurve.NamedCurves.nistP256)) }, body, TimeProvider.System.GetUtcNow());

        await Assert.ThrowsAsync<TransientException>(() => store.Platform.Webhooks!.ReadAsync(request, CancellationToken.None));
    }

    [Fact]
    public async Task BuyerDeletesTheAccount_IsToldByIdAndName()
    {
        await using var store = await EbayStore.ConnectAsync(settings: Settings);
        await using var hook = await WebhookListener.StartAsync(store.Platform.Webhooks!);
        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, hook.Address, CancellationToken.None);

        store.Market.DeleteBuyer("some_buyer", "aBcDeFgH");

        var signals = (await hook.WaitAsync(1))[0].Reading.Signals;
        Assert.All(signals, signal => Assert.Equal((WebhookSubject.BuyerDeletion, (string?)null), (signal.Subject, signal.ExternalAccountId)));
        Assert.Equal(["aBcDeFgH", "some_buyer"], signals.Select(signal => signal.ExternalId));
    }

    [Fact]
    public void Challenge_IsAnsweredOverCodeTokenAndAddress()
    {
        var expected = Convert.ToHexStringLower(SHA256.HashData("codetokenhttps://example.test/webhooks/ebay"u8));

        Assert.Equal(expected, EbayWebhookSignature.Answer("code", "token", "https://example.test/webhooks/ebay"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("bm90IGpzb24=")]
    public void Header_OfNoUse_IsNone(string? header) => Assert.Null(EbayWebhookSignature.Parse(header));

    [Fact]
    public void Verify_KeyOrSignatureOfNoUse_IsFalse()
    {
        var header = new EbaySignatureHeader(Guid.NewGuid().ToString(), Convert.ToBase64String([1, 2, 3]));

        Assert.False(EbayWebhookSignature.Verify(header, new EbayPublicKey("-----BEGIN PUBLIC KEY-----xxxx-----END PUBLIC KEY-----", "SHA1"), "{}"u8));
        Assert.False(EbayWebhookSignature.Verify(header with { Signature = "!" }, new EbayPublicKey("", "SHA1"), "{}"u8));
    }

    private static string Header(Guid kid, byte[] body, ECDsa key) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new
    {
        alg = "ecdsa",
        kid,
        signature = Convert.ToBase64String(key.SignData(body, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence)),
        digest = "SHA1",
    }));

    private static JsonElement Notification(WebhookRequest request) => JsonSerializer.Deserialize<JsonElement>(request.Body).GetProperty("notification");
}
