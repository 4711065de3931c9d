using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Security;

/// <summary>Registers the room Security.</summary>
public static class SecurityRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        return services;
    }
}
