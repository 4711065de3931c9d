using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Core.Alerts;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Alerts;

public sealed class WebhookTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> Settings = new() { ["Alerts:AllowInternalWebhooks"] = "true" };
    private TestDatabase test = null!;
    private WebhookReceiver receiver = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private WebhookTargets Targets => test.Get<WebhookTargets>();

    public async ValueTask InitializeAsync()
    {
        test = await TestDatabase.CreateAsync(settings: Settings);
        receiver = await WebhookReceiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await test.DisposeAsync();
    }

    [Fact]
    public async Task Alert_IsPostedSignedAndLogged()
    {
        var target = await Targets.AddAsync(test.SellerId, receiver.Address.AbsoluteUri, Cancel);
        await RaiseAsync("first");
        await test.RunWorkAsync();

        var request = Assert.Single(receiver.Requests);
        Assert.Equal(Signature(target.Secret, test.Clock.GetUtcNow(), request.Body), request.Signature);
        using var body = JsonDocument.Parse(request.Body);
        Assert.Equal("alert.raised", body.RootElement.GetProperty("type").GetString());
        Assert.Equal(request.Delivery, body.RootElement.GetProperty("id").GetString());
        Assert.Equal(5, body.RootElement.GetProperty("data").GetProperty("facts").GetProperty("available").GetInt32());
        var message = Assert.Single((await Targets.MessagesAsync(test.SellerId, 0, 10, Cancel)).Items);
        Assert.Equal((WebhookMessageState.Delivered, 200, 1), (message.State, message.LastStatus, message.Attempts));
    }

    [Fact]
    public async Task Alert_ReceiverIsDown_IsSentAgainAtStoredTimesUnderTheSameId()
    {
        await Targets.AddAsync(test.SellerId, receiver.Address.AbsoluteUri, Cancel);
        receiver.Answers = 503;
        await RaiseAsync("first");
        await test.RunWorkAsync();
        var waiting = Assert.Single((await Targets.MessagesAsync(test.SellerId, 0, 10, Cancel)).Items);
        Assert.Equal((WebhookMessageState.Waiting, 503), (waiting.State, waiting.LastStatus));
        Assert.Equal(test.Clock.GetUtcNow().AddSeconds(10), waiting.NextAt);

        receiver.Answers = 200;
        test.Clock.Advance(TimeSpan.FromSeconds(11));
        await test.RunWorkAsync();

        Assert.Equal(2, receiver.Requests.Count);
        Assert.Single(receiver.Requests.Select(r => r.Delivery).Distinct());
        Assert.Equal(WebhookMessageState.Delivered, Assert.Single((await Targets.MessagesAsync(test.SellerId, 0, 10, Cancel)).Items).State);
    }

    [Fact]
    public async Task Alert_ReceiverStaysDown_IsGivenUpAfterADayAndCanBeSentAgain()
    {
        await Targets.AddAsync(test.SellerId, receiver.Address.AbsoluteUri, Cancel);
        receiver.Answers = 500;
        await RaiseAsync("first");
        var start = test.Clock.GetUtcNow();
        WebhookMessage message;
        do
        {
            await test.RunWorkAsync();
            message = Assert.Single((await Targets.MessagesAsync(test.SellerId, 0, 10, Cancel)).Items);
            test.Clock.Advance(TimeSpan.FromMinutes(5));
        }
        while (message.State == WebhookMessageState.Waiting);

        Assert.Equal(WebhookMessageState.Failed, message.State);
        Assert.InRange(message.TriedAt!.Value - start, TimeSpan.FromHours(24), TimeSpan.FromHours(30));
        Assert.True(receiver.Requests.Count > 8);

        receiver.Answers = 200;
        Assert.True(await Targets.RedeliverAsync(test.SellerId, message.Id, Cancel));
        await test.RunWorkAsync();
        Assert.Equal(WebhookMessageState.Delivered, Assert.Single((await Targets.MessagesAsync(test.SellerId, 0, 10, Cancel)).Items).State);
    }

    [Fact]
    public async Task Alert_Redirect_IsNotFollowed()
    {
        await Targets.AddAsync(test.SellerId, receiver.Address.AbsoluteUri, Cancel);
        receiver.Answers = 302;
        await RaiseAsync("first");
        await test.RunWorkAsync();

        Assert.Single(receiver.Requests);
        Assert.Contains("not followed", Assert.Single((await Targets.MessagesAsync(test.SellerId, 0, 10, Cancel)).Items).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alert_RolledBack_IsToldToNobody()
    {
        await Targets.AddAsync(test.SellerId, receiver.Address.AbsoluteUri, Cancel);
        await using (var db = test.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            await test.Get<AlertBook>().RaiseAsync(db, Notice("first"), Cancel);
        }

        await test.RunWorkAsync();

        Assert.Empty(receiver.Requests);
        Assert.Equal(0, await test.Get<AlertQueries>().CountAsync(test.SellerId, AlertFilter.Open, Cancel));
    }

    [Fact]
    public async Task Secret_LiesEncrypted_AndOtherSellersSeeNothing()
    {
        var target = await Targets.AddAsync(test.SellerId, receiver.Address.AbsoluteUri, Cancel);
        await using var db = test.Open();
        Assert.DoesNotContain(target.Secret, (await db.WebhookTargets.SingleAsync(Cancel)).ProtectedSecret, StringComparison.Ordinal);

        var stranger = Guid.CreateVersion7();
        Assert.Empty(await Targets.ListAsync(stranger, Cancel));
        Assert.False(await Targets.RemoveAsync(stranger, target.Id, Cancel));
        Assert.False(await Targets.TestAsync(stranger, target.Id, Cancel));
        Assert.False(await Targets.EnableAsync(stranger, target.Id, false, Cancel));
    }

    [Theory]
    [InlineData("http://example.com/hook")]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://localhost/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://user:secret@example.com/hook")]
    [InlineData("ftp://example.com/hook")]
    [InlineData("not an address")]
    [InlineData(null)]
    public async Task Add_AddressThatMustNotBeCalled_IsRefused(string? url)
    {
        await using var guarded = await TestDatabase.CreateAsync();
        Assert.NotNull((await guarded.Get<WebhookTargets>().AddAsync(guarded.SellerId, url, Cancel)).Problem);
    }

    private static AlertNotice Notice(string subject) => new(
        "stock.low", subject, AlertSeverity.Warning, "A is low", "Order more.", "inventory", new Dictionary<string, object> { ["available"] = 5 });

    private async Task RaiseAsync(string subject)
    {
        await using var db = test.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        Assert.True(await test.Get<AlertBook>().RaiseAsync(db, Notice(subject), Cancel));
        await transaction.CommitAsync(Cancel);
    }

    // As a receiver would check it, from the documentation alone.
    private static string Signature(string secret, DateTimeOffset at, string body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var mac = new HMACSHA256(Encoding.UTF8.GetBytes(secret));
        return $"t={seconds},v1={Convert.ToHexStringLower(mac.ComputeHash(Encoding.UTF8.GetBytes(seconds + "." + body)))}";
    }
}
