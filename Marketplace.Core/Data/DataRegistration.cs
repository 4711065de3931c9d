using Marketplace.Core.Audit;
using Marketplace.Core.Data.Backup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Data;

/// <summary>Registers the database.</summary>
public static class DataRegistration
{
    private static readonly TransactionSpans Spans = new();
    private static readonly AuditedStatements Statements = new();

    /// <summary>Adds <see cref="MarketplaceDb"/> and, for Identity, a scoped <see cref="MarketplaceDbContext"/>.</summary>
    public static IServiceCollection AddMarketplaceData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection(DatabaseOptions.Section)).ValidateDataAnnotations().ValidateOnStart();

        // Pooled, because a new context on SQLite costs ten times what the query it is opened for does.
        services.AddPooledDbContextFactory<SqliteMarketplaceDbContext>((provider, options) => options
            // Lists go over as one JSON parameter, so that the statement is the same for each length and is made once.
            .UseSqlite(ConnectionString(provider), sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            .AddInterceptors(new SqlitePragmas(), Spans, Statements));
        services.AddPooledDbContextFactory<PostgresMarketplaceDbContext>((provider, options) => options.UseNpgsql(ConnectionString(provider)).AddInterceptors(Spans, Statements));
        services.AddSingleton<IDbContextFactory<MarketplaceDbContext>, ProviderFactory>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<MarketplaceDbContext>>().CreateDbContext());
        services.AddSingleton<MarketplaceDb>();
        services.AddSingleton<DatabaseMigration>();
        services.AddSingleton<DatabaseBackup>();
        services.AddSingleton<DatabaseStatistics>();
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
        // A context out of the pool still bears the name in which it was opened last.
        public MarketplaceDbContext CreateDbContext()
        {
            MarketplaceDbContext context = options.Value.Provider == DatabaseProvider.Sqlite ? sqlite.CreateDbContext() : postgres.CreateDbContext();
            (context.SellerId, context.IsMachine) = (Guid.Empty, false);
            return context;
        }
    }
}
