using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Catalog;

/// <summary>Registers the room Catalog.</summary>
public static class CatalogRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services)
    {
        services.AddSingleton<ListingWriter>();
        services.AddSingleton<CatalogQueries>();
        services.AddSingleton<ItemWeights>();
        return services;
    }
}
