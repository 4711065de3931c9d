using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Marketplace.Tests.Alerts;
using Marketplace.Tests.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Accounts;

/// <summary>Links that are sent by e-mail, as their receivers use them.</summary>
public sealed partial class AccountMailTests : IAsyncLifetime
{
    private const string Email = "packer@marketplace.example";
    private const string NewPassword = "another-parcel-2";
    private readonly MailServer mails = new();
    private TestApp app = null!;
    private Guid user;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start(new Dictionary<string, string?>
        {
            ["Alerts:Smtp:Host"] = "127.0.0.1",
            ["Alerts:Smtp:Port"] = mails.Port.ToString(CultureInfo.InvariantCulture),
            ["Alerts:Smtp:RequireTls"] = "false",
            ["Alerts:PublicUrl"] = "https://shop.example/",
        });
        user = await app.AddMemberAsync(Email, Role.Packer);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await mails.DisposeAsync();
    }

    [Fact]
    public async Task ResetLink_Used_ChangesThePasswordOnceAndEndsEverySignIn()
    {
        using var signedIn = await app.SignInAsync(Email);
        using var browser = PagesSession.Open(app);
        var link = await AskForLinkAsync(browser, Email);

        Assert.Contains("reset-done", await PagesSession.SubmitAsync(browser, link, "reset", ("Input.Password", NewPassword)), StringComparison.Ordinal);
        Assert.Contains("does not hold any more", await PagesSession.SubmitAsync(browser, link, "reset", ("Input.Password", "a-third-parcel-3")), StringComparison.Ordinal);

        using var ended = await signedIn.GetAsync("/api/v1/platforms/orders/pending", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(TestApp.Password));
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(NewPassword));
    }

    [Fact]
    public async Task ResetLink_ThatIsTooOld_ChangesNothing()
    {
        using var browser = PagesSession.Open(app);
        var link = await AskForLinkAsync(browser, Email);
        var lifespan = app.Services.GetRequiredService<IOptions<DataProtectionTokenProviderOptions>>().Value;
        Assert.Equal(TimeSpan.FromDays(1), lifespan.TokenLifespan);

        // Identity reads the machine's clock here; instead of a day that passes, links hold for no time at all.
        lifespan.TokenLifespan = TimeSpan.Zero;

        Assert.Contains("does not hold any more", await PagesSession.SubmitAsync(browser, link, "reset", ("Input.Password", NewPassword)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(TestApp.Password));
    }

    [Fact]
    public async Task Forgotten_ForNobodysAddress_AnswersTheSameAndSendsNothing()
    {
        using var browser = PagesSession.Open(app);

        var known = await PagesSession.SubmitAsync(browser, "/forgot-password", "forgot", ("Input.Email", Email));
        var unknown = await PagesSession.SubmitAsync(browser, "/forgot-password", "forgot", ("Input.Email", "nobody@marketplace.example"));

        Assert.Contains("forgot-sent", known, StringComparison.Ordinal);
        Assert.Contains("forgot-sent", unknown, StringComparison.Ordinal);
        Assert.Contains($"To: {Email}", Assert.Single(mails.Mails), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfirmationLink_Opened_ConfirmsThatAddressAlone()
    {
        var other = await app.AddUserAsync("other@marketplace.example");
        await using (var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine())
        {
            await db.Users.Where(u => u.Id == user || u.Id == other).ExecuteUpdateAsync(set => set.SetProperty(u => u.EmailConfirmed, false), Cancel);
        }

        using var browser = await PagesSession.SignInAsync(app, Email);
        Assert.Contains("is on its way", await PagesSession.SubmitAsync(browser, "/account", "confirm-again"), StringComparison.Ordinal);
        var link = LinkOf(Assert.Single(mails.Mails));
        using var stranger = PagesSession.Open(app);

        var forged = await stranger.GetStringAsync(link.Replace($"{user}", $"{other}", StringComparison.Ordinal), Cancel);
        var own = await stranger.GetStringAsync(link, Cancel);

        Assert.Contains("This link does not hold", forged, StringComparison.Ordinal);
        Assert.Contains("Your address is confirmed", own, StringComparison.Ordinal);
        await using var after = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        Assert.Equal([user], await after.Users.Where(u => u.EmailConfirmed && (u.Id == user || u.Id == other)).Select(u => u.Id).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Password_Changed_TellsItsOwnerWithoutALink()
    {
        using var browser = await PagesSession.SignInAsync(app, Email);

        await PagesSession.SubmitAsync(browser, "/account", "password", ("Input.Old", TestApp.Password), ("Input.New", NewPassword));

        await Eventually.TrueAsync(() => !mails.Mails.IsEmpty);
        var mail = Assert.Single(mails.Mails);
        Assert.Contains($"To: {Email}", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: Marketplace: Password changed", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("://", mail, StringComparison.Ordinal);
        Assert.DoesNotContain(NewPassword, mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_ChangedWhileTheMailServerRests_TellsItsOwnerLater()
    {
        mails.ReceiverAnswer = "451 later";
        using var browser = await PagesSession.SignInAsync(app, Email);
        await PagesSession.SubmitAsync(browser, "/account", "password", ("Input.Old", TestApp.Password), ("Input.New", NewPassword));
        await Eventually.TrueAsync(async () => await AttemptsAsync() > 0);

        mails.ReceiverAnswer = "250 OK";

        await Eventually.TrueAsync(() => !mails.Mails.IsEmpty);
        Assert.Contains("Password changed", Assert.Single(mails.Mails), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AccountChange.SecondFactorOn)]
    [InlineData(AccountChange.RecoveryCodeUsed)]
    [InlineData(AccountChange.ApiKey)]
    public async Task Notice_OfEachChange_SaysWhatHappened(AccountChange change)
    {
        await app.Services.GetRequiredService<AccountNotices>().TellAsync(user, change, Cancel);

        await Eventually.TrueAsync(() => !mails.Mails.IsEmpty);
        Assert.Contains(change.Text(), Assert.Single(mails.Mails), StringComparison.Ordinal);
    }

    private async Task<int> AttemptsAsync()
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        return await db.WorkItems.IgnoreQueryFilters().Where(w => w.Kind == "account.notice").Select(w => w.Attempts).SingleOrDefaultAsync(Cancel);
    }

    private async Task<string> AskForLinkAsync(HttpClient browser, string email)
    {
        await PagesSession.SubmitAsync(browser, "/forgot-password", "forgot", ("Input.Email", email));
        return LinkOf(Assert.Single(mails.Mails));
    }

    private async Task<HttpStatusCode> LoginAsync(string password)
    {
        using var client = app.Browser();
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = Email, password }, Cancel);
        return answer.StatusCode;
    }

    /// <summary>Path and query of the link in an e-mail; its origin is the public one.</summary>
    private static string LinkOf(string mail) => Link().Match(mail) is { Success: true } match ? match.Groups[1].Value : throw new InvalidOperationException($"No link in: {mail}");

    [GeneratedRegex(@"https://shop\.example(/\S+)")]
    private static partial Regex Link();
}
