using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Webhooks;

/// <summary>Registers the inbox of notifications.</summary>
public static class WebhooksRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookInbox>();
        return services;
    }
}
