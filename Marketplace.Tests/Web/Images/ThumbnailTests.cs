using System.Net;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Marketplace.Tests.Connections;
using Marketplace.Web.Images;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace Marketplace.Tests.Web.Images;

public sealed class ThumbnailTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_PictureOfAListing_IsServedToItsSellerAndKept()
    {
        await using var folder = new Folder();
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Images:Folder"] = folder.Path, ["Sandbox:Listings"] = "6", ["Sandbox:Orders"] = "0" });
        var seller = await app.SellerIdAsync();
        await TestStore.ConnectAsync(app, "tiktok");
        var picture = "";
        await app.Services.GetRequiredService<Marketplace.Core.Sync.SyncStarter>().StartAsync(seller, Marketplace.Core.Sync.SyncJob.Products, null, "seller", Cancel);
        await Eventually.TrueAsync(async () => (picture = await PictureAsync(app, seller)) is { Length: > 0 }, seconds: 60);
        using var browser = await PagesSession.SignInAsync(app, TestApp.DemoEmail);
        var links = app.Services.GetRequiredService<ImageLinks>();

        for (var i = 0; i < 3; i++)
        {
            using var answer = await browser.GetAsync("/" + links.For(seller, picture), Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith("image/", answer.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
            Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        Assert.Single(app.Calls.Calls, call => call.Operation == "image");
        Assert.Single(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));

        using var foreign = await browser.GetAsync("/" + links.For(Guid.NewGuid(), picture), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var nobody = await app.Browser().GetAsync("/" + links.For(seller, picture), Cancel);
        Assert.NotEqual(HttpStatusCode.OK, nobody.StatusCode);
        using var inner = await browser.GetAsync("/" + links.For(seller, new Uri(app.Address, "/health/live").ToString()), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, inner.StatusCode);
    }

    [Theory]
    [InlineData("https://i.ebayimg.com/images/g/1/s-l1600.jpg", true)]
    [InlineData("https://m.media-amazon.com/images/I/1.jpg", true)]
    [InlineData("https://p16-oec-va.ibyteimg.com/x.jpeg", true)]
    [InlineData("http://i.ebayimg.com/images/g/1/s-l1600.jpg", false)]
    [InlineData("https://i.ebayimg.com:8443/x.jpg", false)]
    [InlineData("https://i.ebayimg.com.example.net/x.jpg", false)]
    [InlineData("https://notebayimg.com/x.jpg", false)]
    [InlineData("https://user@i.ebayimg.com/x.jpg", false)]
    [InlineData("https://127.0.0.1/x.jpg", false)]
    [InlineData("http://169.254.169.254/latest/meta-data", false)]
    [InlineData("http://localhost:5080/sandbox/ebay/img/images/a.svg", false)]
    [InlineData("file:///etc/passwd", false)]
    public void Allows_OnlyTheMarketplacesOwnHosts(string address, bool allowed)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddPlatforms(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build()).AddEbay().AddAmazon().AddTikTok();
        using var provider = services.BuildServiceProvider();
        var sources = new ImageSources(provider.GetRequiredService<PlatformCatalog>(), provider.GetRequiredService<PlatformRedirect>());

        Assert.Equal(allowed, sources.Allows(new Uri(address)));
    }

    [Fact]
    public void Make_LargePicture_IsScaledAndSmall()
    {
        using var large = new SKBitmap(1600, 800);
        large.Erase(SKColors.Teal);
        using var image = SKImage.FromBitmap(large);
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);

        var made = new ThumbnailMaker(Options.Create(new ImageOptions())).Make(png.ToArray(), "image/png");

        using var small = SKBitmap.Decode(made!.Content);
        Assert.Equal((160, 80, Thumbnail.Webp), (small.Width, small.Height, made.MediaType));
    }

    [Fact]
    public void Make_WhatIsNoPicture_IsNothing() =>
        Assert.Null(new ThumbnailMaker(Options.Create(new ImageOptions())).Make("<html>no picture</html>"u8.ToArray(), "text/html"));

    private static async Task<string> PictureAsync(TestApp app, Guid seller)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        return await db.Products.Where(p => p.ImageUrl != null).Select(p => p.ImageUrl!).FirstOrDefaultAsync(Cancel) ?? "";
    }

    private sealed class Folder : IAsyncDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("marketplace-images-").FullName;

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Path, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
