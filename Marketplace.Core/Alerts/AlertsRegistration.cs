using Marketplace.Core.Alerts.Errors;
using Marketplace.Core.Alerts.Mail;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Alerts;

/// <summary>Registers the room Alerts.</summary>
public static class AlertsRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddOptions<AlertsOptions>().BindConfiguration(AlertsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AlertBook>();
        services.AddSingleton<AlertQueries>();
        services.AddSingleton<AlertMailSettings>();
        services.AddSingleton<AlertMailer>();
        services.AddSingleton<IWorkHandler, AlertMailHandler>();
        services.AddSingleton<ErrorLog>();
        services.AddSingleton<ICallListener>(provider => provider.GetRequiredService<ErrorLog>());
        services.AddSingleton<ErrorQueries>();
        services.AddSingleton<ErrorWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<ErrorWriter>());
        services.AddSingleton<WebhookOutbox>();
        services.AddSingleton<WebhookTargets>();
        services.AddSingleton<WebhookReplay>();
        services.AddSingleton<IWorkHandler, WebhookSendHandler>();
        services.AddHttpClient(WebhookSendHandler.ClientName)
            .ConfigurePrimaryHttpMessageHandler(provider => PublicAddresses.Handler(provider.GetRequiredService<IOptions<AlertsOptions>>().Value.AllowInternalWebhooks))
            .ConfigureHttpClient(client => client.Timeout = WebhookSendHandler.Timeout);
        return services;
    }
}
