using System.Net;
using Marketplace.Core.Alerts.Webhooks;

namespace Marketplace.Tests.Alerts;

public sealed class PublicAddressesTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    public void IsPublic_InnerAddress_IsNot(string address) => Assert.False(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    public void IsPublic_AddressOfTheInternet_Is(string address) => Assert.True(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task Handler_NameThatPointsInside_IsNotConnectedTo()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var guarded = new HttpClient(PublicAddresses.Handler(allowInternal: false));
        using var open = new HttpClient(PublicAddresses.Handler(allowInternal: true));
        var byName = new UriBuilder(receiver.Address) { Host = "localhost" }.Uri;

        foreach (var address in new[] { receiver.Address, byName })
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => guarded.GetAsync(address, TestContext.Current.CancellationToken));
        }

        Assert.Empty(receiver.Requests);
        using var answer = await open.GetAsync(byName, TestContext.Current.CancellationToken);
        Assert.Single(receiver.Requests);
    }
}
