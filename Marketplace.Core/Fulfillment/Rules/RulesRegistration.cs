using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>Registers rules and their runs.</summary>
internal static class RulesRegistration
{
    /// <summary>Adds the services of this folder.</summary>
    public static void AddRules(this IServiceCollection services)
    {
        services.AddSingleton<RuleBook>();
        services.AddSingleton<OrderFactsReader>();
        services.AddSingleton(provider => new RuleTrial(
            provider.GetRequiredService<MarketplaceDb>(), provider.GetRequiredService<RuleBook>(), provider.GetRequiredService<OrderFactsReader>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RuleStepper>();
        services.AddSingleton<RuleRuns>();
        services.AddSingleton<AutoFulfillment>();
        services.AddSingleton<IWorkHandler, RuleRunHandler>();
    }
}
