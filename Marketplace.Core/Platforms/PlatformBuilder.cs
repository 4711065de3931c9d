using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Core.Platforms;

/// <summary>Collects the marketplaces that the application offers; each vendor folder adds one method to it.</summary>
/// <param name="Services">The application's services.</param>
/// <param name="Configuration">The application's settings; vendor settings lie under <c>Platforms:{Name}</c>.</param>
public sealed record PlatformBuilder(IServiceCollection Services, IConfiguration Configuration)
{
    /// <summary>Registers a marketplace made from the application's services.</summary>
    public PlatformBuilder Add(Func<IServiceProvider, MarketplacePlatform> create)
    {
        Services.AddSingleton(create);
        return this;
    }
}

/// <summary>Entry point of the registration of marketplaces.</summary>
public static class PlatformRegistration
{
    /// <summary>Adds what all marketplaces share.</summary>
    public static PlatformBuilder AddPlatforms(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PlatformCatalog>();
        Http.PlatformHttpRegistration.AddPlatformHttp(services, configuration);
        return new PlatformBuilder(services, configuration);
    }
}
