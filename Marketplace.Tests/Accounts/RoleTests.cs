using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Marketplace.Core.Accounts;
using Marketplace.Tests.Web;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Accounts;

/// <summary>The table of roles, held against every route and page that there is.</summary>
public sealed partial class RoleTests
{
    private static readonly Dictionary<string, string?> Settings = new() { ["Api:RequestsPerMinute"] = "100000" };

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Packer)]
    [InlineData(Role.Manager)]
    [InlineData(Role.Owner)]
    public async Task Routes_OfTheApi_OpenAsTheTableSays(Role role)
    {
        await using var app = TestApp.Start(Settings);
        await app.AddMemberAsync("member@marketplace.example", role);
        using var client = await app.SignInAsync("member@marketplace.example");
        var wrong = new List<string>();
        foreach (var (method, path, right) in Routes(app).Where(r => r.Path.StartsWith("/api/", StringComparison.Ordinal)))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = method == "GET" ? null : new StringContent("{ no json", MediaTypeHeaderValue.Parse("application/json"));
            using var answer = await client.SendAsync(request);
            if ((answer.StatusCode == HttpStatusCode.Forbidden) == RoleTable.May(role, right))
            {
                wrong.Add($"{method} {path} needs {right}, and a {role} got {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Packer)]
    [InlineData(Role.Manager)]
    public async Task Links_OfTheFirstPage_LeadNobodyToWhatIsRefused(Role role)
    {
        await using var app = TestApp.Start(Settings);
        await app.AddMemberAsync("member@marketplace.example", role);
        using var browser = await PagesSession.SignInAsync(app, "member@marketplace.example");
        var links = Link().Matches(await browser.GetStringAsync("/")).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value).TrimStart('/')).Distinct().ToList();
        Assert.Contains("inventory?stock=low", links);
        foreach (var link in links.Where(l => !l.Contains(':', StringComparison.Ordinal)))
        {
            using var answer = await browser.GetAsync($"/{link}");
            Assert.False(answer.Headers.Location?.OriginalString.Contains("/not-allowed", StringComparison.Ordinal) == true, $"A {role} is led to {link}.");
        }
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Packer)]
    [InlineData(Role.Manager)]
    public async Task Pages_OpenAsTheTableSays(Role role)
    {
        await using var app = TestApp.Start(Settings);
        await app.AddMemberAsync("member@marketplace.example", role);
        using var browser = await PagesSession.SignInAsync(app, "member@marketplace.example");
        var pages = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && e.Metadata.GetMetadata<NeedsAttribute>() is not null)
            .Select(e => (Path: Filled(e), e.Metadata.GetMetadata<NeedsAttribute>()!.Right)).ToList();
        Assert.True(pages.Count >= 14, $"{pages.Count} pages were found.");
        foreach (var (path, right) in pages)
        {
            using var answer = await browser.GetAsync(path);
            var refused = answer.Headers.Location?.OriginalString.Contains("/not-allowed", StringComparison.Ordinal) == true;
            Assert.True(refused != RoleTable.May(role, right), $"{path} needs {right}, and a {role} got {(int)answer.StatusCode} {answer.Headers.Location}");
        }
    }

    [Fact]
    public async Task User_OfNoSeller_IsRefusedEverywhereAndHasTheirAccount()
    {
        await using var app = TestApp.Start(Settings);
        await app.AddUserAsync("nobody@marketplace.example");
        using var client = await app.SignInAsync("nobody@marketplace.example");

        foreach (var (method, path, _) in Routes(app).Where(r => r.Path.StartsWith("/api/", StringComparison.Ordinal) && r.Right != Right.OwnAccount))
        {
            using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} answered {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Member_TakenOff_IsRefusedAtTheNextRequest()
    {
        await using var app = TestApp.Start(Settings);
        var user = await app.AddMemberAsync("packer@marketplace.example", Role.Packer);
        using var client = await app.SignInAsync("packer@marketplace.example");
        using var before = await client.GetAsync("/api/v1/platforms/orders/pending");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await app.RemoveMemberAsync(user);

        using var after = await client.GetAsync("/api/v1/platforms/orders/pending");
        Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
    }

    [Fact]
    public async Task Sessions_EndedElsewhere_RefuseTheirTokensAndTheirRefreshing()
    {
        await using var app = TestApp.Start(Settings);
        var user = await app.AddMemberAsync("packer@marketplace.example", Role.Packer);
        using var lost = await app.SignInAsync("packer@marketplace.example");
        using var kept = await app.SignInAsync("packer@marketplace.example");
        var sessions = app.Services.GetRequiredService<UserSessions>();

        var newest = (await sessions.ListAsync(user, TestContext.Current.CancellationToken)).OrderByDescending(s => s.CreatedAt).First();
        await sessions.EndOthersAsync(user, newest.Id, TestContext.Current.CancellationToken);

        using var refused = await lost.GetAsync("/api/v1/platforms/orders/pending");
        using var answered = await kept.GetAsync("/api/v1/platforms/orders/pending");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    private static IEnumerable<(string Method, string Path, Right Right)> Routes(TestApp app) =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let needs = endpoint.Metadata.GetMetadata<NeedsAttribute>()
        where needs is not null
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, Filled(endpoint), needs.Right);

    private static string Filled(RouteEndpoint endpoint) => "/" + Parameter().Replace(endpoint.RoutePattern.RawText ?? "", Guid.Empty.ToString()).Trim('/');

    [GeneratedRegex("<a [^>]*href=\"([^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
