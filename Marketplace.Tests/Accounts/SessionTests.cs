using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Accounts;
using Marketplace.Tests.Web;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Accounts;

/// <summary>Sign-ins end by themselves: after a rest, and after their longest life.</summary>
public sealed class SessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_Used_HoldsUntilItsLongestLife()
    {
        await using var test = await StartAsync();
        var session = await BeginAsync(test, stays: false);

        for (var minutes = 20; minutes < 12 * 60; minutes += 20)
        {
            test.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.True(await HoldsAsync(test, session), $"It ended after {minutes} minutes of use.");
            await test.Get<UserSessions>().SeenAsync(session.Id, Cancel);
        }

        test.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.False(await HoldsAsync(test, session));
    }

    [Fact]
    public async Task SignIn_Unused_EndsAfterItsRest()
    {
        await using var test = await StartAsync();
        var session = await BeginAsync(test, stays: false);

        test.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.True(await HoldsAsync(test, session));
        test.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.False(await HoldsAsync(test, session));
        Assert.Empty(await test.Get<UserSessions>().ListAsync(session.User, Cancel));
    }

    [Fact]
    public async Task SignIn_ThatStays_RestsForDaysAndEndsAfterAMonth()
    {
        await using var test = await StartAsync();
        var session = await BeginAsync(test, stays: true);

        for (var days = 13; days < 30; days += 13)
        {
            test.Clock.Advance(TimeSpan.FromDays(13));
            Assert.True(await HoldsAsync(test, session));
            await test.Get<UserSessions>().SeenAsync(session.Id, Cancel);
        }

        test.Clock.Advance(TimeSpan.FromDays(5));
        Assert.False(await HoldsAsync(test, session));
    }

    [Fact]
    public async Task SignIn_WhereNobodyMayStay_EndsAsTheOthersDo()
    {
        await using var test = await StartAsync(("Accounts:Sessions:StayDays", "0"), ("Accounts:Sessions:RestMinutes", "60"));
        var session = await BeginAsync(test, stays: true);

        test.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True(await HoldsAsync(test, session));
        test.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.False(await HoldsAsync(test, session));
    }

    [Fact]
    public async Task Page_AfterARest_AsksToSignInUnlessTheBoxWasTicked()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = TestApp.Start(time: clock);
        using var visit = await PagesSession.SignInAsync(app, TestApp.DemoEmail);
        using var stay = PagesSession.Open(app);
        using var signedIn = await PagesSession.PostAsync(stay, "/login", "login", ("Input.Email", TestApp.DemoEmail), ("Input.Password", TestApp.Password), ("Input.Remember", "True"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visit, "/account"));

        clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(visit, "/account"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stay, "/account"));
    }

    [Fact]
    public async Task Tokens_AfterTheirLongestLife_AreNotRenewedAnyMore()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Accounts:Sessions:StayDays"] = "10" }, time: clock);
        using var client = app.Browser();
        using var login = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = TestApp.DemoEmail, password = TestApp.Password }, Cancel);
        var refreshToken = (await login.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("refreshToken").GetString();
        clock.Advance(TimeSpan.FromDays(9));
        Assert.Equal(HttpStatusCode.OK, await RefreshAsync(client, refreshToken));

        clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(HttpStatusCode.Unauthorized, await RefreshAsync(client, refreshToken));
    }

    [Theory]
    [InlineData("Accounts:Sessions:RestMinutes", "0")]
    [InlineData("Accounts:Sessions:LongestHours", "0")]
    [InlineData("Accounts:Sessions:StayDays", "-1")]
    [InlineData("Accounts:BreachedPasswords:Url", "http://passwords.example/")]
    public void Start_SettingThatCannotBe_IsRefusedAndNamed(string key, string value)
    {
        var refusal = Assert.ThrowsAny<Exception>(() => TestApp.Start(new Dictionary<string, string?> { [key] = value }));

        Assert.Contains(key, refusal.ToString(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(path, Cancel);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> RefreshAsync(HttpClient client, string? refreshToken)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken }, Cancel);
        return answer.StatusCode;
    }

    private static Task<TestDatabase> StartAsync(params (string Key, string Value)[] settings) =>
        TestDatabase.CreateAsync(services => services.AddAccounts(), settings: settings.ToDictionary(s => s.Key, s => (string?)s.Value));

    private static async Task<(Guid User, Guid Id)> BeginAsync(TestDatabase test, bool stays)
    {
        await using var db = test.Db.OpenForMachine();
        var user = new User { Id = Guid.CreateVersion7(), UserName = "ann", NormalizedUserName = "ANN" };
        db.Users.Add(user);
        await db.SaveChangesAsync(Cancel);
        return (user.Id, await test.Get<UserSessions>().BeginAsync(user.Id, null, null, stays, Cancel));
    }

    private static async Task<bool> HoldsAsync(TestDatabase test, (Guid User, Guid Id) session)
    {
        test.Get<Standings>().Forget(session.User);
        return (await test.Get<Standings>().OfAsync(session.User, Cancel))!.Sessions.Contains(session.Id);
    }
}
