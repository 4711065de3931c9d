using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Accounts;
using Marketplace.Core.Alerts.Mail;
using Marketplace.Core.Audit;
using Marketplace.Core.Inventory;
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

    private static Task<(IReadOnlyList<AuditEntry> Entries, int Total)> ReadAsync(TestDatabase test, AuditFilter filter) =>
        test.Get<AuditLog>().ListAsync(test.SellerId, filter, 0, 50, Cancel);
}
