using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Work;

/// <summary>Registers durable work.</summary>
public static class WorkRegistration
{
    /// <summary>Adds the services of this room, and the background service that does the work.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services)
    {
        services.AddOptions<WorkOptions>().BindConfiguration(WorkOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<WorkQueue>();
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<WorkQueries>();
        services.AddSingleton<WorkRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<WorkRunner>());
        return services;
    }
}
