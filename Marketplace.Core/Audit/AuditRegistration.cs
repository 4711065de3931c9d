using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Audit;

/// <summary>Registers the room Audit.</summary>
public static class AuditRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddSingleton<AuditLog>().AddSingleton<BuyerDataLog>();
}
