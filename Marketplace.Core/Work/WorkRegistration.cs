using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Work;

/// <summary>Registers durable work.</summary>
public static class WorkRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services)
    {
        services.AddSingleton<WorkQueue>();
        services.AddSingleton<WorkSignal>();
        return services;
    }
}
