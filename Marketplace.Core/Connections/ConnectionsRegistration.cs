using Marketplace.Core.Platforms;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Connections;

/// <summary>Registers the room Connections.</summary>
public static class ConnectionsRegistration
{
    /// <summary>Adds the services of this room; settings under <c>Connections</c>.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddOptions<ConnectionsOptions>().BindConfiguration(ConnectionsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TokenStore>();
        services.AddSingleton<TokenSources>();
        services.AddSingleton<StoreBook>();
        services.AddSingleton<IConnectionContexts, ConnectionContexts>();
        services.AddSingleton<PendingConsents>();
        services.AddSingleton<ConsentPages>();
        services.AddSingleton<ConnectStore>();
        services.AddSingleton<ConnectionHealth>();
        services.AddSingleton<ConnectionQueries>();
        services.AddSingleton<NotificationBook>();
        services.AddSingleton<QuotaBook>();
        services.AddSingleton<StoreTest>();
        services.AddHostedService<TokenKeeper>();
        return services;
    }
}
