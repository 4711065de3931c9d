using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Accounts;
using Marketplace.Core.Alerts;
using Marketplace.Core.Alerts.Mail;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Audit;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Orders;
using Marketplace.Core.Work;
using Marketplace.Tests.Connections;
using Marketplace.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Audit;

/// <summary>What a person does is told, in the transaction in which it happens; what a job does is not, and secrets never are.</summary>
public sealed class AuditTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_PersonChangesStock_TellsWhoWhatAndFromWhere()
    {
        await using var test = await TestDatabase.CreateAsync(services => services.AddAudit());
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("SKU-1"));
        var variant = await shop.VariantAsync("SKU-1");
        Assert.Equal(0, (await ReadAsync(test, new())).Total);

        Acting.Current = new Acting("ann@example.com", "192.0.2.7", test.Clock.GetUtcNow());
        await test.Get<StockLedger>().DoAsync(test.SellerId, [new StockAct { VariantId = variant, Kind = StockActKind.Count, Items = 7 }], "ann", Cancel);
        Acting.Current = null;

        var entry = Assert.Single((await ReadAsync(test, new AuditFilter("stock"))).Entries);
        Assert.Equal(("ann@example.com", "192.0.2.7", variant), (entry.Actor, entry.Address, entry.SubjectId));
        Assert.Contains("Stock movement made", entry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_TextOfASetting_IsNotTold()
    {
        await using var test = await TestDatabase.CreateAsync(services => services.AddAudit());
        Acting.Current = new Acting("ann@example.com", null, test.Clock.GetUtcNow());
        await test.Get<AlertMailSettings>().SaveAsync(test.SellerId, "secret-address@example.com", Cancel);
        await test.Get<AlertMailSettings>().SaveAsync(test.SellerId, "other-address@example.com", Cancel);
        Acting.Current = null;

        var entries = (await ReadAsync(test, new())).Entries;
        Assert.Equal(2, entries.Count);
        Assert.Contains("MailTo other text → other text", entries[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(entries, e => e.Text.Contains("address@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_AnotherSeller_SeesNothingOfIt()
    {
        await using var test = await TestDatabase.CreateAsync(services => services.AddAudit());
        await test.Get<AuditLog>().NoteAsync(test.SellerId, new Acting("ann", null, test.Clock.GetUtcNow()), "export", "Something", Cancel);

        Assert.Equal(0, (await test.Get<AuditLog>().ListAsync(Guid.NewGuid(), new(), 0, 10, Cancel)).Total);
    }

    [Fact]
    public async Task Log_OverTheApi_HasSignInsAndChangesForThoseWhoMay()
    {
        await using var app = TestApp.Start();
        await app.AddMemberAsync("packer@marketplace.example", Role.Packer);
        using var owner = await app.SignInAsync();
        using var packer = await app.SignInAsync("packer@marketplace.example");
        using var made = await owner.PostAsJsonAsync("/api/v1/platforms/inventory/locations", new { name = "Annex" });
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());

        var log = await owner.GetFromJsonAsync<JsonElement>("/api/v1/platforms/audit");

        var entries = log.GetProperty("entries").EnumerateArray().Select(e => (Actor: e.GetProperty("actor").GetString(), Text: e.GetProperty("text").GetString()!)).ToList();
        Assert.Contains(entries, e => e.Actor == TestApp.DemoEmail && e.Text.StartsWith("Location made", StringComparison.Ordinal));
        Assert.Contains(entries, e => e.Actor == "packer@marketplace.example" && e.Text == "Signed in to the API");
        using var refused = await packer.GetAsync("/api/v1/platforms/audit");
        Assert.Equal(403, (int)refused.StatusCode);
    }

    [Fact]
    public async Task Log_OneStatementOverManyRows_IsToldOfPeopleAndNotOfJobs()
    {
        await using var test = await TestDatabase.CreateAsync(services => services.AddAudit());
        await using (var db = test.Open())
        {
            db.Alerts.AddRange(Enumerable.Range(0, 3).Select(i => new Alert { Kind = "test", OpenKey = $"test:{i}", Title = "Low stock", RaisedAt = test.Clock.GetUtcNow() }));
            await db.SaveChangesAsync(Cancel);
        }

        Acting.Current = new Acting("ann@example.com", "192.0.2.7", test.Clock.GetUtcNow());
        Assert.Equal(3, await test.Get<AlertQueries>().AcknowledgeAllAsync(test.SellerId, "ann", Cancel));
        var annex = await AddLocationAsync(test);
        await test.Get<LocationEditor>().RenameAsync(test.SellerId, annex, "Attic", Cancel);
        Acting.Current = null;
        await test.Get<LocationEditor>().RenameAsync(test.SellerId, annex, "Cellar", Cancel);

        var alerts = Assert.Single((await ReadAsync(test, new AuditFilter("alert"))).Entries);
        Assert.Equal(("ann@example.com", "192.0.2.7", "Alert changed: AcknowledgedAt, 3 at once"), (alerts.Actor, alerts.Address, alerts.Text));
        var renamed = Assert.Single((await ReadAsync(test, new AuditFilter("stock"))).Entries, e => e.Text == "Location changed: Name");
        Assert.Equal(annex, renamed.SubjectId);
    }

    [Fact]
    public async Task Log_OutboundWebhooksAndGivenUpWork_TellsChangeAndRemovalOfEach()
    {
        await using var test = await TestDatabase.CreateAsync(services => services.AddAudit());
        var target = (await test.Get<WebhookTargets>().AddAsync(test.SellerId, "https://hooks.example.com/secret-path", Cancel)).Id;
        WorkItem[] given = [new() { Kind = "x", State = WorkState.Dead }, new() { Kind = "x", State = WorkState.Dead }];
        await using (var db = test.Open())
        {
            db.WorkItems.AddRange(given);
            await db.SaveChangesAsync(Cancel);
        }

        Acting.Current = new Acting("ann@example.com", "192.0.2.7", test.Clock.GetUtcNow());
        Assert.True(await test.Get<WebhookTargets>().EnableAsync(test.SellerId, target, false, Cancel));
        Assert.True(await test.Get<WebhookTargets>().ChooseAsync(test.SellerId, target, [OutboundEvents.OrderShipped], Cancel));
        Assert.True(await test.Get<WebhookTargets>().RemoveAsync(test.SellerId, target, Cancel));
        Assert.True(await test.Get<WorkQueries>().RetryAsync(test.SellerId, given[0].Id, Cancel));
        Assert.True(await test.Get<WorkQueries>().DiscardAsync(test.SellerId, given[1].Id, Cancel));
        Acting.Current = null;

        var told = (await ReadAsync(test, new())).Entries;
        Assert.Equal(
            [
                ("Given-up work changed: State", given[0].Id), ("Given-up work removed", given[1].Id), ("Outbound webhook changed: Events", target),
                ("Outbound webhook changed: IsEnabled", target), ("Outbound webhook removed", target),
            ],
            told.Select(e => (e.Text, e.SubjectId ?? Guid.Empty)).OrderBy(e => e.Text, StringComparer.Ordinal));
        Assert.All(told, e => Assert.Equal("192.0.2.7", e.Address));
    }

    [Fact]
    public async Task Log_OrdersTaggedAndHeld_TellsEachWithoutTheWords()
    {
        await using var test = await TestDatabase.CreateAsync(services => services.AddAudit());
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("SKU-1"));
        await shop.SellAsync(shop.Order("O-1", "SKU-1"));
        await using var db = test.Open();
        var order = await db.Orders.Select(o => o.Id).SingleAsync(Cancel);

        Acting.Current = new Acting("ann@example.com", null, test.Clock.GetUtcNow());
        await test.Get<OrderTags>().AddAsync(test.SellerId, [order], "call Mr Private", "ann", Cancel);
        await test.Get<OrderHolds>().HoldAsync(test.SellerId, [order], null, "Mr Private asks", "ann", Cancel);
        await test.Get<OrderHolds>().ReleaseAsync(test.SellerId, [order], "ann", Cancel);
        Acting.Current = null;

        var entries = (await ReadAsync(test, new AuditFilter("order"))).Entries;
        Assert.Equal(["Order held back", "Order released", "Tag of an order made"], entries.Select(e => e.Text).Order());
        Assert.All(entries, e => Assert.Equal(order, e.SubjectId));
    }

    [Fact]
    public async Task Log_BuyerLookedAt_IsToldOnceADayAndEachExport()
    {
        await using var test = await TestDatabase.CreateAsync(services => services.AddAudit());
        var (log, order) = (test.Get<BuyerDataLog>(), Guid.CreateVersion7());
        for (var look = 0; look < 3; look++)
        {
            Acting.Current = new Acting("ann@example.com", null, test.Clock.GetUtcNow());
            await log.OpenedAsync(test.SellerId, order, Cancel);
            await log.ExportedAsync(test.SellerId, "packing slips of 2 orders", null, Cancel);
            test.Clock.Advance(TimeSpan.FromHours(1));
        }

        Acting.Current = new Acting("ben@example.com", null, test.Clock.GetUtcNow());
        await new BuyerDataLog(new AuditLog(test.Db)).OpenedAsync(test.SellerId, order, Cancel);
        Acting.Current = new Acting("ann@example.com", null, test.Clock.GetUtcNow());
        await new BuyerDataLog(new AuditLog(test.Db)).OpenedAsync(test.SellerId, order, Cancel);
        test.Clock.Advance(TimeSpan.FromDays(1));
        Acting.Current = new Acting("ann@example.com", null, test.Clock.GetUtcNow());
        await log.OpenedAsync(test.SellerId, order, Cancel);
        Acting.Current = null;
        await log.OpenedAsync(test.SellerId, order, Cancel);

        var entries = (await ReadAsync(test, new AuditFilter("buyer data"))).Entries;
        Assert.Equal(3, entries.Count(e => e.Text == "Exported: packing slips of 2 orders"));
        Assert.Equal(["ann@example.com", "ben@example.com", "ann@example.com"], entries.Where(e => e.SubjectId == order).Select(e => e.Actor));
    }

    [Fact]
    public async Task Log_RefusedRights_AreToldOnceEach()
    {
        await using var app = TestApp.Start();
        await app.AddMemberAsync("packer@marketplace.example", Role.Packer);
        using var owner = await app.SignInAsync();
        using var packer = await app.SignInAsync("packer@marketplace.example");
        using var browser = await PagesSession.SignInAsync(app, "packer@marketplace.example");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var refused = await packer.GetAsync("/api/v1/platforms/audit", Cancel);
            Assert.Equal(403, (int)refused.StatusCode);
            using var page = await browser.GetAsync("/audit", Cancel);
            using var other = await browser.GetAsync("/team", Cancel);
        }

        var log = await owner.GetFromJsonAsync<JsonElement>("/api/v1/platforms/audit?area=refusal", Cancel);

        // An hour may end in the middle of the test; then each stands there twice.
        Assert.Equal(
            ["Refused: EditTeam, as a Packer", "Refused: ViewAudit, as a Packer"],
            log.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("text").GetString()!).Distinct().Order());
        Assert.InRange(log.GetProperty("total").GetInt32(), 2, 4);
    }

    [Fact]
    public async Task Log_OrderOpenedByTheApi_SaysWhoSawTheBuyer()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Orders"] = "3" });
        await TestStore.ConnectAsync(app);
        using var client = await app.SignInAsync();
        JsonElement orders = default;
        await Eventually.TrueAsync(async () =>
            (orders = (await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/orders/pending", Cancel)).GetProperty("orders")).GetArrayLength() > 0);
        var id = orders[0].GetProperty("id").GetGuid();

        using var first = await client.GetAsync($"/api/v1/platforms/orders/{id}", Cancel);
        using var slip = await client.GetAsync($"/api/v1/platforms/orders/{id}/packing-slip", Cancel);
        Assert.True(slip.IsSuccessStatusCode, await slip.Content.ReadAsStringAsync(Cancel));

        var log = await client.GetFromJsonAsync<JsonElement>($"/api/v1/platforms/audit?area=buyer%20data&subjectId={id}", Cancel);
        Assert.Equal(
            ["Buyer of an order looked at", "Exported: packing slip"],
            log.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("text").GetString()!).Order());

        using var file = await client.GetAsync("/api/v1/platforms/fulfillment/pending-orders", Cancel);
        Assert.True(file.IsSuccessStatusCode);
        var exports = await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/audit?area=buyer%20data", Cancel);
        Assert.Contains(exports.GetProperty("entries").EnumerateArray(), e => e.GetProperty("text").GetString() == "Exported: file of orders to ship");
    }

    private static async Task<Guid> AddLocationAsync(TestDatabase test) =>
        (await test.Get<LocationEditor>().AddAsync(test.SellerId, "Annex", Cancel)).Id ?? throw new InvalidOperationException("The location was not opened.");

    private static Task<(IReadOnlyList<AuditEntry> Entries, int Total)> ReadAsync(TestDatabase test, AuditFilter filter) =>
        test.Get<AuditLog>().ListAsync(test.SellerId, filter, 0, 50, Cancel);
}
