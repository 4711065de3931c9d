using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Webhooks;

/// <summary>Registers the inbox of notifications.</summary>
public static class WebhooksRegistration
{
    /// <summary>Adds the services of this room; settings under <c>Webhooks</c>. Who knows the address registers a <see cref="WebhookAddress"/>.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhooksOptions>().BindConfiguration(WebhooksOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(new WebhookAddress(null));
        services.AddSingleton<WebhookWriter>();
        services.AddSingleton<RefusalBrake>();
        services.AddSingleton(provider => new WebhookInbox(
            provider.GetRequiredService<PlatformCatalog>(), provider.GetRequiredService<WebhookWriter>(), provider.GetRequiredService<RefusalBrake>(),
            provider.GetRequiredService<IOptions<WebhooksOptions>>(), provider.GetRequiredService<ILogger<WebhookInbox>>()));
        services.AddSingleton<WebhookLog>();
        services.AddSingleton<TestNotifications>();
        services.AddSingleton<IWorkHandler, SubscribeHandler>();
        services.AddSingleton<SubscriptionKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<SubscriptionKeeper>());
        services.AddSingleton<QueueReader>();
        services.AddHostedService(provider => provider.GetRequiredService<QueueReader>());
        return services;
    }
}
