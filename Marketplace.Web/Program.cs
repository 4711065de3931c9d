using Marketplace.Core.Catalog;
using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Insights;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Marketplace.Core.Sync;
using Marketplace.Core.Webhooks;
using Marketplace.Core.Work;
using Marketplace.Web.Endpoints;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddMarketplaceData(builder.Configuration);
builder.Services.AddPlatforms(builder.Configuration);
builder.Services
    .AddSecurity(builder.Configuration)
    .AddChanges(builder.Configuration)
    .AddWork()
    .AddStores()
    .AddCatalog()
    .AddInventory()
    .AddOrders()
    .AddFulfillment()
    .AddSync()
    .AddWebhooks()
    .AddInsights();

var app = builder.Build();
await app.Services.MigrateMarketplaceDataAsync(app.Lifetime.ApplicationStopping);
app.MapWebhooks();
app.Run();

/// <summary>The web application; named so that tests can start it.</summary>
public partial class Program;
