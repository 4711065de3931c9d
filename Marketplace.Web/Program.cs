using Marketplace.Core.Accounts;
using Marketplace.Core.Alerts;
using Marketplace.Core.ApiAccess;
using Marketplace.Core.Audit;
using Marketplace.Core.Catalog;
using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Insights;
using Marketplace.Core.Inventory;
using Marketplace.Core.Linking;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Postage.EasyPost;
using Marketplace.Core.Security;
using Marketplace.Core.Sync;
using Marketplace.Core.Webhooks;
using Marketplace.Core.Work;
using Marketplace.Web.Auth;
using Marketplace.Web.Commands;
using Marketplace.Web.Components;
using Marketplace.Web.Demo;
using Marketplace.Web.Endpoints;
using Marketplace.Web.Health;
using Marketplace.Web.Images;
using Marketplace.Web.Observability;
using Marketplace.Web.Scheduling;
using Marketplace.Web.Security;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.AddLocalSettings();

// The request log would write the query of a marketplace's redirect, with its code and state.
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);

builder.AddDemo();
builder.Services.AddMarketplaceData(builder.Configuration);
builder.Services.AddPlatforms(builder.Configuration).AddEbay().AddAmazon().AddTikTok().AddEasyPost();
builder.Services
    .AddSecurity(builder.Configuration)
    .AddChanges(builder.Configuration)
    .AddStoreSharing(builder.Configuration)
    .AddWork()
    .AddAccounts()
    .AddAudit()
    .AddAlerts()
    .AddApiAccess()
    .AddStores()
    .AddCatalog()
    .AddInventory()
    .AddOrders()
    .AddLinking()
    .AddFulfillment()
    .AddSync()
    .AddWebhooks()
    .AddInsights();
builder.Services
    .AddWebSecurity()
    .AddSellerAuthentication()
    .AddScreens()
    .AddImages()
    .AddApi()
    .AddHealth()
    .AddTelemetry(builder.Configuration)
    .AddSchedule();

var app = builder.Build();
if (await CommandLine.RunAsync(app, args, Console.Out) is { } exitCode)
{
    return exitCode;
}

await app.Services.MigrateMarketplaceDataAsync(app.Lifetime.ApplicationStopping);

app.UseWebSecurity();
app.UseDemo();
app.UseApiProblems();
app.UseScreens();
app.UseAuthentication();
app.Use(ActingPerson.OfRequestAsync);
app.UseAuthorization();
app.UseApi();
app.UseAntiforgery();

app.MapStaticAssets();
app.MapHealth();
app.MapTelemetry();
app.MapWebhooks();
app.MapApi();
app.MapScreens();
app.MapImages();
app.UseSchedule();
return await Serving.RunAsync(app, Console.Error);

/// <summary>The web application; named so that tests can start it.</summary>
public partial class Program;
