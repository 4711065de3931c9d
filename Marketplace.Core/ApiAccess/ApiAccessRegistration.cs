using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.ApiAccess;

/// <summary>Registers the room ApiAccess.</summary>
public static class ApiAccessRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddApiAccess(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyBook>();
        services.AddSingleton<StoredAnswers>();
        return services;
    }
}
