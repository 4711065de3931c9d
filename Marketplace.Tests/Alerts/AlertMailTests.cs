using System.Globalization;
using Marketplace.Core.Alerts;
using Marketplace.Core.Alerts.Mail;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Alerts;

public sealed class AlertMailTests : IAsyncLifetime
{
    private readonly MailServer server = new();
    private TestDatabase test = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestDatabase.CreateAsync(settings: new Dictionary<string, string?>
    {
        ["Alerts:Smtp:Host"] = "127.0.0.1",
        ["Alerts:Smtp:Port"] = server.Port.ToString(CultureInfo.InvariantCulture),
        ["Alerts:Smtp:RequireTls"] = "false",
        ["Alerts:PublicUrl"] = "https://shop.example/",
    });

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Alerts_Together_AreOneMailOnce()
    {
        Assert.Null(await test.Get<AlertMailSettings>().SaveAsync(test.SellerId, " ann@example.com ", Cancel));
        await RaiseAsync("MUG is low: 2 left");
        await RaiseAsync("LAMP is out of stock");

        await GatherAsync();
        await GatherAsync();

        var mail = Assert.Single(server.Mails);
        Assert.Contains("To: ann@example.com", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: MUG is low: 2 left, and 1 more", mail, StringComparison.Ordinal);
        Assert.Contains("LAMP is out of stock", mail, StringComparison.Ordinal);
        Assert.Contains("https://shop.example/inventory", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_WithoutAnAddress_AreNotMailed()
    {
        await RaiseAsync("MUG is low: 2 left");
        await GatherAsync();

        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Alerts_AddressRefused_BecomesStuckWorkThatSaysWhy()
    {
        server.ReceiverAnswer = "550 no such user";
        await test.Get<AlertMailSettings>().SaveAsync(test.SellerId, "nobody@example.com", Cancel);
        await RaiseAsync("MUG is low: 2 left");
        await GatherAsync();

        var dead = Assert.Single(await test.Get<WorkQueries>().DeadAsync(test.SellerId, Cancel));
        Assert.Contains("550", dead.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody@example.com", dead.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_RefusedForNow_AreMailedLater()
    {
        server.ReceiverAnswer = "451 come back later";
        await test.Get<AlertMailSettings>().SaveAsync(test.SellerId, "ann@example.com", Cancel);
        await RaiseAsync("MUG is low: 2 left");
        await GatherAsync();
        Assert.Empty(server.Mails);

        server.ReceiverAnswer = "250 OK";
        await GatherAsync();

        Assert.Single(server.Mails);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("a@b\r\nBcc: all@example.com")]
    public async Task Save_WhatIsNoAddress_IsRefused(string address) =>
        Assert.NotNull(await test.Get<AlertMailSettings>().SaveAsync(test.SellerId, address, Cancel));

    private async Task RaiseAsync(string title)
    {
        await using var db = test.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        await test.Get<AlertBook>().RaiseAsync(
            db, new AlertNotice("stock.low", title, AlertSeverity.Warning, title, "Order more.", "inventory", new Dictionary<string, object>()), Cancel);
        await transaction.CommitAsync(Cancel);
    }

    private async Task GatherAsync()
    {
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        await test.RunWorkAsync();
    }
}
