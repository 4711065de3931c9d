using Marketplace.Core.Platforms.TikTok;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms;

/// <summary>Puts TikTok Shop among the marketplaces.</summary>
public static class TikTokRegistration
{
    /// <summary>Registers TikTok Shop with its settings under <c>Platforms:TikTok</c>.</summary>
    public static PlatformBuilder AddTikTok(this PlatformBuilder builder)
    {
        builder.Services.AddOptions<TikTokOptions>().Bind(builder.Configuration.GetSection(TikTokOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TikTokOptions>, TikTokOptionsValidator>();
        builder.Services.AddSingleton<TikTokApi>();
        builder.Services.AddSingleton<TikTokConnectFlow>();
        builder.Services.AddSingleton<TikTokOrders>();
        builder.Services.AddSingleton<TikTokListings>();
        builder.Services.AddSingleton<TikTokStock>();
        builder.Services.AddSingleton<TikTokCarriers>();
        builder.Services.AddSingleton<TikTokPackages>();
        builder.Services.AddSingleton<TikTokShipments>();
        builder.Services.AddSingleton<TikTokTrackingUpdates>();
        builder.Services.AddSingleton<TikTokLabels>();
        builder.Services.AddSingleton<TikTokCombining>();
        builder.Services.AddSingleton<TikTokCancellations>();
        builder.Services.AddSingleton<TikTokReturnBook>();
        builder.Services.AddSingleton<TikTokReturnDesk>();
        builder.Services.AddSingleton<TikTokRefunds>();
        builder.Services.AddSingleton<TikTokWebhooks>();
        return builder.Add(services => new MarketplacePlatform
        {
            Descriptor = TikTokDescriptor.Value,
            Connect = services.GetRequiredService<TikTokConnectFlow>(),
            Listings = services.GetRequiredService<TikTokListings>(),
            Orders = services.GetRequiredService<TikTokOrders>(),
            Stock = services.GetRequiredService<TikTokStock>(),
            Shipments = services.GetRequiredService<TikTokShipments>(),
            TrackingReplacement = services.GetRequiredService<TikTokTrackingUpdates>(),
            Labels = services.GetRequiredService<TikTokLabels>(),
            Combining = services.GetRequiredService<TikTokCombining>(),
            Cancellations = services.GetRequiredService<TikTokCancellations>(),
            Returns = services.GetRequiredService<TikTokReturnDesk>(),
            Refunds = services.GetRequiredService<TikTokRefunds>(),
            Webhooks = services.GetRequiredService<TikTokWebhooks>(),
            Subscriptions = services.GetRequiredService<TikTokWebhooks>(),
        });
    }
}
