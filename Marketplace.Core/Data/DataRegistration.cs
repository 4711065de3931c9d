using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Data;

/// <summary>Registers the database.</summary>
public static class DataRegistration
{
    /// <summary>Adds <see cref="MarketplaceDb"/> and, for Identity, a scoped <see cref="MarketplaceDbContext"/>.</summary>
    public static IServiceCollection AddMarketplaceData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection(DatabaseOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddDbContextFactory<SqliteMarketplaceDbContext>((provider, options) => options
            .UseSqlite(ConnectionString(provider))
            .AddInterceptors(new SqlitePragmas()));
        services.AddDbContextFactory<PostgresMarketplaceDbContext>((provider, options) => options.UseNpgsql(ConnectionString(provider)));
        services.AddSingleton<IDbContextFactory<MarketplaceDbContext>, ProviderFactory>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<MarketplaceDbContext>>().CreateDbContext());
        services.AddSingleton<MarketplaceDb>();
        services.AddSingleton<DatabaseMigration>();
        services.AddSingleton<OneTimeWork>();
        return services;
    }

    /// <summary>Creates the database, or brings it to the newest form.</summary>
    public static Task MigrateMarketplaceDataAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<DatabaseMigration>().RunAsync(cancellationToken);

    private static string ConnectionString(IServiceProvider provider) => provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString;

    private sealed class ProviderFactory(
        IOptions<DatabaseOptions> options,
        IDbContextFactory<SqliteMarketplaceDbContext> sqlite,
        IDbContextFactory<PostgresMarketplaceDbContext> postgres) : IDbContextFactory<MarketplaceDbContext>
    {
        public MarketplaceDbContext CreateDbContext() =>
            options.Value.Provider == DatabaseProvider.Sqlite ? sqlite.CreateDbContext() : postgres.CreateDbContext();
    }
}
