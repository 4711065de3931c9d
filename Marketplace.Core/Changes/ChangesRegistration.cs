using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Core.Changes;

/// <summary>Registers the feed of changes.</summary>
public static class ChangesRegistration
{
    /// <summary>Adds the feed; where instances share a PostgreSQL server, also what carries changes between them.</summary>
    public static IServiceCollection AddChanges(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ChangeFeed>();
        if (string.Equals(configuration["Database:Provider"], "Postgres", StringComparison.OrdinalIgnoreCase))
        {
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<PostgresChangeRelay>(provider, configuration["Database:ConnectionString"] ?? ""));
        }

        return services;
    }
}
