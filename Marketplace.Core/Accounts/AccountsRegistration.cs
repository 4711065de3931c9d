using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Accounts;

/// <summary>Registers the room Accounts.</summary>
public static class AccountsRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<Standings>();
        services.AddSingleton<UserSessions>();
        services.AddSingleton<SellerFounding>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<TeamBook>();
        return services;
    }
}
