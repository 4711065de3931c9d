using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Linking;

/// <summary>Registers the room Linking.</summary>
public static class LinkingRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddLinking(this IServiceCollection services)
    {
        services.AddSingleton<LinkDesk>();
        services.AddSingleton<LinkSettlement>();
        services.AddSingleton<ListingLinks>();
        services.AddSingleton<LinkQueries>();
        return services;
    }
}
