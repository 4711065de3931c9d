using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Sync;

/// <summary>Registers the room Sync.</summary>
public static class SyncRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddSync(this IServiceCollection services)
    {
        return services;
    }
}
