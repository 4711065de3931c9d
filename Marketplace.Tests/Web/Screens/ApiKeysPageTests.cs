using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Marketplace.Core.Accounts;
using Marketplace.Core.ApiAccess;
using Marketplace.Core.Changes;
using Marketplace.Web.Auth;
using Marketplace.Web.Features.ApiKeys;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Marketplace.Tests.Web.Screens;

/// <summary>The page on which keys are made, shown once and revoked.</summary>
public sealed class ApiKeysPageTests
{
    [Fact]
    public async Task Key_Made_IsShownOnceAndListedUntilItIsRevoked()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddAccounts().AddApiAccess());
        await using var bunit = Screen(database);
        var dialogs = bunit.Render<MudDialogProvider>();
        var page = bunit.Render<ApiKeysPage>();
        page.WaitForElement("[data-testid=no-keys]", TimeSpan.FromSeconds(20));

        page.Find("[data-testid=key-name]").Change("Warehouse scanner");
        page.Find("[data-testid=scope-orders]").Change(true);
        await page.Find("form").SubmitAsync();

        var secret = page.WaitForElement("[data-testid=key-secret]", TimeSpan.FromSeconds(20)).TextContent;
        Assert.Equal(ApiScopes.Read | ApiScopes.Orders, (await database.Get<ApiKeyBook>().RecogniseAsync(secret, CancellationToken.None))!.Scopes);
        Assert.Contains("Warehouse scanner", page.Find("[data-testid=api-key]").TextContent, StringComparison.Ordinal);
        await page.Find("button[data-testid=hide-key]").ClickAsync();
        Assert.DoesNotContain(secret, page.Markup, StringComparison.Ordinal);

        var revoking = page.Find("button[data-testid=revoke-key]").ClickAsync();
        await dialogs.WaitForElement("button[data-testid=confirm]", TimeSpan.FromSeconds(20)).ClickAsync();
        await revoking;

        await Eventually.TrueAsync(() => page.FindAll("[data-testid=api-key][data-state=Revoked]").Count == 1);
        Assert.Null(await database.Get<ApiKeyBook>().RecogniseAsync(secret, CancellationToken.None));
    }

    [Fact]
    public async Task Key_WithoutAName_IsNotMade()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddAccounts().AddApiAccess());
        await using var bunit = Screen(database);
        var page = bunit.Render<ApiKeysPage>();

        await page.Find("form").SubmitAsync();

        Assert.Empty(page.FindAll("[data-testid=key-secret]"));
        Assert.Empty(await database.Get<ApiKeyBook>().ListAsync(database.SellerId, CancellationToken.None));
    }

    private static BunitContext Screen(TestDatabase database)
    {
        var bunit = new BunitContext { JSInterop = { Mode = JSRuntimeMode.Loose } };
        bunit.Services.AddMudServices();
        bunit.Services.AddLivePages();
        bunit.Services.AddSingleton<TimeProvider>(database.Clock);
        bunit.Services.AddSingleton(database.Get<ApiKeyBook>());
        bunit.Services.AddSingleton(database.Get<AccountNotices>());
        bunit.Services.AddSingleton(database.Get<ChangeFeed>());
        bunit.Services.AddScoped<CurrentSeller>();
        var signedIn = bunit.AddAuthorization();
        signedIn.SetAuthorized("ann");
        signedIn.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new Claim(SellerClaims.Seller, database.SellerId.ToString()), new Claim(SellerClaims.Role, "Owner"));
        bunit.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        bunit.Render<MudPopoverProvider>();
        return bunit;
    }
}
