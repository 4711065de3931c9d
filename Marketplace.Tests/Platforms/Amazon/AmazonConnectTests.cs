using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Amazon;
using Marketplace.Sandbox.Faults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Platforms.Amazon;

public sealed class AmazonConnectTests
{
    [Theory]
    [InlineData("NA", "ATVPDKIKX0DER")]
    [InlineData("EU", "A1F83G8C2ARO7P")]
    [InlineData("FE", "A39IBJ37TRP1C6")]
    public async Task Connect_EachRegion_OpensItsOwnStore(string region, string marketplace)
    {
        await using var bed = await AmazonBed.StartAsync();
        var store = await bed.AuthorizeAsync(region);

        Assert.Equal(bed["SellerId" + (region == "NA" ? "" : region)], store.ExternalAccountId);
        Assert.Contains(marketplace, store.PlatformData, StringComparison.Ordinal);
        Assert.StartsWith("Harbour & Pine", store.Name, StringComparison.Ordinal);
        Assert.InRange(store.Tokens.RefreshExpiresAt!.Value - DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()), TimeSpan.FromDays(364.9), TimeSpan.FromDays(365.1));
        await bed.Platform.Connect.CheckAsync(bed.ContextOf(store), CancellationToken.None);
    }

    [Fact]
    public async Task Consent_State_ComesBackUnchanged()
    {
        await using var bed = await AmazonBed.StartAsync();
        var grant = bed.Platform.Connect.ReadCallback(await bed.ConsentAsync(state: "a/b+c=d &é"));
        Assert.Equal("a/b+c=d &é", grant.State);
    }

    [Fact]
    public async Task Consent_Refused_SaysSo()
    {
        await using var bed = await AmazonBed.StartAsync();
        var query = await bed.ConsentAsync(decision: "refuse");
        var failure = Assert.Throws<ConsentFailedException>(() => bed.Platform.Connect.ReadCallback(query));
        Assert.Contains("refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exchange_CodeUsedTwice_IsRefused()
    {
        await using var bed = await AmazonBed.StartAsync();
        var request = new ConsentRequest("s", AmazonBed.Callback, "NA");
        var grant = bed.Platform.Connect.ReadCallback(await bed.ConsentAsync());
        await bed.Platform.Connect.ExchangeAsync(grant, request, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<ConsentFailedException>(() => bed.Platform.Connect.ExchangeAsync(grant, request, CancellationToken.None));
        Assert.Equal("invalid_grant", failure.RawCode);
        Assert.Contains("used before", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exchange_ForeignSellerId_IsRefused()
    {
        await using var bed = await AmazonBed.StartAsync();
        var query = await bed.ConsentAsync();
        query["selling_partner_id"] = "A2SOMEBODYELSE1";
        var grant = bed.Platform.Connect.ReadCallback(query);

        var failure = await Assert.ThrowsAsync<ConsentFailedException>(
            () => bed.Platform.Connect.ExchangeAsync(grant, new ConsentRequest("s", AmazonBed.Callback, "NA"), CancellationToken.None));
        Assert.Contains("A2SOMEBODYELSE1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exchange_WrongRegion_IsRefused()
    {
        await using var bed = await AmazonBed.StartAsync();
        var grant = bed.Platform.Connect.ReadCallback(await bed.ConsentAsync("EU"));
        await Assert.ThrowsAsync<ConsentFailedException>(
            () => bed.Platform.Connect.ExchangeAsync(grant, new ConsentRequest("s", AmazonBed.Callback, "NA"), CancellationToken.None));
    }

    [Fact]
    public async Task Refresh_KeepsRefreshTokenAndItsEnd()
    {
        await using var bed = await AmazonBed.StartAsync();
        var store = await bed.AuthorizeAsync();
        var fresh = await bed.Platform.Connect.RefreshAsync(store.Tokens, "NA", CancellationToken.None);

        Assert.NotEqual(store.Tokens.AccessToken, fresh.AccessToken);
        Assert.Equal(store.Tokens.RefreshToken, fresh.RefreshToken);
        Assert.Equal(store.Tokens.RefreshExpiresAt, fresh.RefreshExpiresAt);
    }

    [Fact]
    public async Task Revoked_RefreshAndCalls_NeedReauthorization()
    {
        await using var bed = await AmazonBed.StartAsync();
        var store = await bed.AuthorizeAsync();
        bed.Amazon.Revoke();

        var refresh = await Assert.ThrowsAsync<NeedsReauthorizationException>(() => bed.Platform.Connect.RefreshAsync(store.Tokens, "NA", CancellationToken.None));
        Assert.Equal("invalid_grant", refresh.RawCode);
        await Assert.ThrowsAsync<NeedsReauthorizationException>(() => bed.Platform.Connect.CheckAsync(bed.ContextOf(store), CancellationToken.None));
    }

    [Fact]
    public async Task ExpiredToken_IsRenewedOnce()
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        bed.Faults.Arm("amazon", "getMarketplaceParticipations", FaultKind.ExpiredToken, 1, null);

        await bed.Platform.Connect.CheckAsync(connection, CancellationToken.None);
        Assert.Equal(1, ((AmazonTestTokens)connection.Tokens).Renewals);
    }

    [Fact]
    public async Task WrongSecret_NamesTheSetting()
    {
        await using var bed = await AmazonBed.StartAsync(settings: new() { ["Platforms:Amazon:ClientSecret"] = "amzn1.oa2-cs.v1.wrong" });
        var grant = bed.Platform.Connect.ReadCallback(await bed.ConsentAsync());
        var failure = await Assert.ThrowsAsync<ConsentFailedException>(
            () => bed.Platform.Connect.ExchangeAsync(grant, new ConsentRequest("s", AmazonBed.Callback, "NA"), CancellationToken.None));
        Assert.Contains("Platforms:Amazon:ClientId", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_None_NamesFirstMissingKey() => Assert.Equal("Platforms:Amazon:ApplicationId", new AmazonOptions().MissingSetting);

    [Theory]
    [InlineData("ApplicationId", "amzn1.sp.solution.x", "Platforms:Amazon:ClientId")]
    [InlineData("Endpoints:NA", "/relative", "Platforms:Amazon:Endpoints:NA")]
    public void Settings_Incomplete_StopTheStart(string key, string value, string named)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [$"Platforms:Amazon:{key}"] = value }).Build();
        using var services = new ServiceCollection().AddLogging().AddPlatforms(settings).AddAmazon().Services.BuildServiceProvider();
        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<AmazonOptions>>().Value);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }
}
