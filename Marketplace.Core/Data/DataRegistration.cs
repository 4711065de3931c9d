using Microsoft.Data.Sqlite;
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
            .UseSqlite(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString)
            .AddInterceptors(new SqlitePragmas()));
        services.AddSingleton<IDbContextFactory<MarketplaceDbContext>, Factory>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<MarketplaceDbContext>>().CreateDbContext());
        services.AddSingleton<MarketplaceDb>();
        return services;
    }

    /// <summary>Creates the database, or brings it to the newest form.</summary>
    public static async Task MigrateMarketplaceDataAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        if (new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource is { Length: > 0 } file
            && Path.GetDirectoryName(file) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        await db.Database.MigrateAsync(cancellationToken);
    }

    private sealed class Factory(IDbContextFactory<SqliteMarketplaceDbContext> inner) : IDbContextFactory<MarketplaceDbContext>
    {
        public MarketplaceDbContext CreateDbContext() => inner.CreateDbContext();
    }
}
