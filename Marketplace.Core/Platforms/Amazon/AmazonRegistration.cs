using Marketplace.Core.Platforms.Amazon;
using Marketplace.Core.Platforms.Amazon.Notifications;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms;

/// <summary>Adds Amazon to the marketplaces of the application.</summary>
public static class AmazonRegistration
{
    /// <summary>Registers Amazon; its settings lie under <c>Platforms:Amazon</c> and are checked at start.</summary>
    public static PlatformBuilder AddAmazon(this PlatformBuilder builder)
    {
        builder.Services.AddOptions<AmazonOptions>().Bind(builder.Configuration.GetSection(AmazonOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<AmazonOptions>, AmazonOptionsValidator>();
        builder.Services.AddSingleton<AmazonTokens>();
        builder.Services.AddSingleton<AmazonClient>();
        builder.Services.AddSingleton<AmazonDocuments>();
        builder.Services.AddSingleton<AmazonPatience>();
        builder.Services.AddSingleton<AmazonFeeds>();
        builder.Services.AddSingleton<AmazonListingsFeed>();
        builder.Services.AddSingleton<AmazonReports>();
        builder.Services.AddSingleton<AmazonHeldStock>();
        builder.Services.AddSingleton<AmazonGrantless>();
        builder.Services.AddSingleton<AmazonSubscriptions>();
        builder.Services.AddSingleton<SnsGate>();
        builder.Services.AddSingleton<AmazonWebhooks>();
        builder.Services.AddSingleton<AmazonQueueHttp>();
        builder.Services.AddSingleton<AmazonQueue>();
        builder.Services.AddSingleton<AmazonConnectFlow>();
        builder.Services.AddSingleton<AmazonOrders>();
        builder.Services.AddSingleton<AmazonListings>();
        builder.Services.AddSingleton<AmazonStock>();
        builder.Services.AddSingleton<AmazonShipments>();
        builder.Services.AddSingleton<AmazonBulkShipments>();
        builder.Services.AddSingleton<AmazonLabels>();
        builder.Services.AddSingleton<AmazonCancellations>();
        return builder.Add(services => new MarketplacePlatform
        {
            Descriptor = AmazonDescriptor.Create(services.GetRequiredService<IOptions<AmazonOptions>>().Value),
            Connect = services.GetRequiredService<AmazonConnectFlow>(),
            Orders = services.GetRequiredService<AmazonOrders>(),
            Listings = services.GetRequiredService<AmazonListings>(),
            Stock = services.GetRequiredService<AmazonStock>(),
            Shipments = services.GetRequiredService<AmazonShipments>(),
            TrackingReplacement = services.GetRequiredService<AmazonShipments>(),
            ShipmentSurvey = services.GetRequiredService<AmazonShipments>(),
            BulkShipments = services.GetRequiredService<AmazonBulkShipments>(),
            Labels = services.GetRequiredService<AmazonLabels>(),
            Cancellations = services.GetRequiredService<AmazonCancellations>(),
            Webhooks = services.GetRequiredService<AmazonWebhooks>(),
            Queue = services.GetRequiredService<AmazonQueue>(),
            Subscriptions = services.GetRequiredService<AmazonSubscriptions>(),
        });
    }
}
