using System.Net;
using System.Web;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Tests.Platforms.Amazon;

namespace Marketplace.Tests.Sandbox.Amazon;

/// <summary>Several sellers at once, each with a store, tokens and limits of its own.</summary>
public sealed class AmazonSellersTests
{
    private static async Task<AuthorizedStore> SignInAsync(AmazonBed bed, string seller)
    {
        var url = bed.Platform.Connect.ConsentUrl(new ConsentRequest("s", AmazonBed.Callback, "NA"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bed.Sandbox.Address, url.PathAndQuery)) { Content = new FormUrlEncodedContent([new("decision", "approve"), new("store", seller)]) };
        request.Headers.Add("X-Original-Host", url.Host);
        using var answer = await bed.Http.SendAsync(request);
        var query = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        var grant = bed.Platform.Connect.ReadCallback(query.AllKeys.ToDictionary(k => k!, k => query[k]!));
        return Assert.Single(await bed.Platform.Connect.ExchangeAsync(grant, new ConsentRequest("s", AmazonBed.Callback, "NA"), CancellationToken.None));
    }

    [Fact]
    public async Task TwoSellers_SeeTheirOwnOrdersAlone()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Orders = 0 });
        var sellers = (ISandboxSellers)bed.Amazon;
        var (first, second) = (await SignInAsync(bed, sellers.Sellers[0]), await SignInAsync(bed, sellers.Sellers[1]));
        Assert.NotEqual(first.ExternalAccountId, second.ExternalAccountId);

        var id = Assert.Single(sellers.CreateOrders(sellers.Sellers[1], 1, null, 1));

        Assert.Null(await bed.Platform.Orders!.GetAsync(bed.ContextOf(first), id, CancellationToken.None));
        Assert.Equal(id, (await bed.Platform.Orders.GetAsync(bed.ContextOf(second), id, CancellationToken.None))!.ExternalId);
    }

    [Fact]
    public async Task Revoke_OneSeller_LeavesTheOthersIn()
    {
        await using var bed = await AmazonBed.StartAsync();
        var sellers = (ISandboxSellers)bed.Amazon;
        var (first, second) = (await SignInAsync(bed, sellers.Sellers[0]), await SignInAsync(bed, sellers.Sellers[1]));

        sellers.Revoke(sellers.Sellers[1]);

        await bed.Platform.Connect.CheckAsync(bed.ContextOf(first), CancellationToken.None);
        await Assert.ThrowsAsync<NeedsReauthorizationException>(() => bed.Platform.Connect.CheckAsync(bed.ContextOf(second), CancellationToken.None));
    }

    [Fact]
    public async Task Limits_CountPerSellerAndOperation_WhicheverTokenIsUsed()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { Orders = 0 });
        var sellers = (ISandboxSellers)bed.Amazon;
        var (first, second) = (await SignInAsync(bed, sellers.Sellers[0]), await SignInAsync(bed, sellers.Sellers[1]));
        var renewed = await bed.Platform.Connect.RefreshAsync(first.Tokens, "NA", CancellationToken.None);
        const string Held = "/fba/inventory/v1/summaries?granularityType=Marketplace&granularityId=ATVPDKIKX0DER&marketplaceIds=ATVPDKIKX0DER";

        var statuses = new List<HttpStatusCode>();
        foreach (var token in new[] { first.Tokens.AccessToken, renewed.AccessToken, first.Tokens.AccessToken, second.Tokens.AccessToken })
        {
            using var answer = await bed.GetAsync(Held, token);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], statuses);
    }

    [Fact]
    public async Task Gateway_HtmlErrors_AreSurvivedBySettingThem()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Amazon = { HtmlErrorPercent = 100 } });
        using var answer = await bed.GetAsync("/sellers/v1/marketplaceParticipations", bed["RefreshToken"]);
        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }
}
