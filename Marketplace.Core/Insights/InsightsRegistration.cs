using Marketplace.Core.Insights.Analytics;
using Marketplace.Core.Insights.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Insights;

/// <summary>Registers the room Insights.</summary>
public static class InsightsRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddInsights(this IServiceCollection services)
    {
        services.AddSingleton<DashboardQueries>();
        services.AddSingleton<ActivityQueries>();
        services.AddSingleton<HealthQueries>();
        services.AddSingleton<ListingTruthQueries>();
        services.AddSingleton<AnalyticsQueries>();
        return services;
    }
}
