using Marketplace.Core.Platforms.Ebay;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Auth;
using Marketplace.Core.Platforms.Ebay.Notifications;
using Marketplace.Core.Platforms.Ebay.Signing;
using Marketplace.Core.Platforms.Ebay.Trading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms;

/// <summary>Offers eBay.</summary>
public static class EbayRegistration
{
    /// <summary>Registers eBay with the settings under <c>Platforms:Ebay</c>.</summary>
    public static PlatformBuilder AddEbay(this PlatformBuilder builder)
    {
        builder.Services.AddOptions<EbayOptions>().Bind(builder.Configuration.GetSection(EbayOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<EbayOptions>, EbayOptionsValidator>();
        builder.Services.AddSingleton<EbayErrors>();
        builder.Services.AddSingleton<EbayApi>();
        builder.Services.AddSingleton<EbayTokenEndpoint>();
        builder.Services.AddSingleton<EbayIdentity>();
        builder.Services.AddSingleton<EbayTrading>();
        builder.Services.AddSingleton<EbayClassicListings>();
        builder.Services.AddSingleton<EbayClassicStock>();
        builder.Services.AddSingleton<EbayApplication>();
        builder.Services.AddSingleton<EbayPublicKeys>();
        builder.Services.AddSingleton<EbaySubscriptions>();
        builder.Services.AddSingleton<EbaySigningKeys>();
        builder.Services.AddSingleton<EbayCategories>();
        builder.Services.AddSingleton<EbayBudget>();
        builder.Services.AddSingleton<EbayQuotas>();
        builder.Services.AddSingleton<EbayRevisionBudget>();
        builder.Services.AddSingleton<EbayCarriers>();
        return builder.Add(services => new MarketplacePlatform
        {
            Descriptor = EbayDescriptor.Create(services.GetRequiredService<EbayCarriers>()),
            Connect = ActivatorUtilities.CreateInstance<EbayConnectFlow>(services),
            Listings = ActivatorUtilities.CreateInstance<EbayListings>(services),
            Orders = ActivatorUtilities.CreateInstance<EbayOrders>(services),
            Stock = ActivatorUtilities.CreateInstance<EbayStock>(services),
            Shipments = ActivatorUtilities.CreateInstance<EbayShipments>(services),
            Migration = ActivatorUtilities.CreateInstance<EbayMigration>(services),
            Cancellations = ActivatorUtilities.CreateInstance<EbayCanceller>(services),
            Refunds = ActivatorUtilities.CreateInstance<EbayRefunds>(services),
            Quotas = services.GetRequiredService<EbayQuotas>(),
            Webhooks = ActivatorUtilities.CreateInstance<EbayWebhooks>(services),
            Subscriptions = services.GetRequiredService<EbaySubscriptions>(),
            NotificationTest = services.GetRequiredService<EbaySubscriptions>(),
        });
    }
}
