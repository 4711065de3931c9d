using Marketplace.Core.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Core.Work;

/// <summary>Registers durable work.</summary>
public static class WorkRegistration
{
    /// <summary>
    /// Where instances share a PostgreSQL server, adds what divides the stores among them; a process with a file of its own has
    /// them all. Comes before <see cref="AddWork"/>: services stop in reverse, and the workers must stop before their stores go.
    /// </summary>
    public static IServiceCollection AddStoreSharing(this IServiceCollection services, IConfiguration configuration)
    {
        if ((configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions()).Provider == DatabaseProvider.Postgres)
        {
            services.AddSingleton<WorkBell>();
            services.AddSingleton<PostgresStoreShare>();
            services.AddSingleton<IStoreShare>(provider => provider.GetRequiredService<PostgresStoreShare>());
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<PostgresStoreShare>());
        }

        return services;
    }

    /// <summary>Adds the services of this room, and the background service that does the work.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services)
    {
        services.AddOptions<WorkOptions>().BindConfiguration(WorkOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<WorkQueue>();
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<WorkQueries>();
        services.AddSingleton<WorkCompanions>();
        services.TryAddSingleton<IStoreShare, WholeShare>();
        services.AddSingleton<WorkRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<WorkRunner>());
        return services;
    }
}
