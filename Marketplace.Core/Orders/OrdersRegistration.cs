using Marketplace.Core.Orders.Erasure;
using Marketplace.Core.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Orders;

/// <summary>Registers the room Orders.</summary>
public static class OrdersRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddOrders(this IServiceCollection services)
    {
        services.AddSingleton<OrderStock>();
        services.AddSingleton<ReturnedGoods>();
        services.AddSingleton<RecipientKeys>();
        services.AddSingleton<OrderWriter>();
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<BuyerErasure>();
        services.AddSingleton<BuyerRetention>();
        services.AddSingleton<IWorkHandler, EraseBuyerHandler>();
        services.AddSingleton<OrderDefects>();
        services.AddSingleton<OrderImport>();
        services.AddSingleton<OpenOrders>();
        services.AddSingleton<OrderLinker>();
        services.AddSingleton<OrderQueries>();
        services.AddSingleton<OrderReader>();
        services.AddSingleton<OrderTags>();
        services.AddSingleton<OrderHolds>();
        services.AddSingleton<HoldWindows>();
        services.AddSingleton<IWorkHandler, ReleaseHoldHandler>();
        return services;
    }
}
