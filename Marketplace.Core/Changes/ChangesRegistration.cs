using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Changes;

/// <summary>Registers the feed of changes.</summary>
public static class ChangesRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddChanges(this IServiceCollection services)
    {
        services.AddSingleton<ChangeFeed>();
        return services;
    }
}
