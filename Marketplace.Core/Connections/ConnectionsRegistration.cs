using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Connections;

/// <summary>Registers the room Connections.</summary>
public static class ConnectionsRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services)
    {
        return services;
    }
}
