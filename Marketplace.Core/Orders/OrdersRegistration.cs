using Marketplace.Core.Orders.Customers;
using Marketplace.Core.Orders.Erasure;
using Marketplace.Core.Orders.Views;
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
        services.AddSingleton<IWorkHandler, EraseBuyerHandler>();
        services.AddSingleton<OrderDefects>();
        services.AddSingleton<OrderNews>();
        services.AddSingleton<OrderImport>();
        services.AddSingleton<OpenOrders>();
        services.AddSingleton<OrderLinker>();
        services.AddSingleton<IOrderConcern, OversoldConcern>();
        services.AddSingleton<OrderMatching>();
        services.AddSingleton<OrderQueries>();
        services.AddSingleton<OrderReader>();
        services.AddSingleton<OrderViews>();
        services.AddSingleton<OrderExport>();
        services.AddSingleton<CustomerQueries>();
        services.AddSingleton<BuyerErasure>();
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<BuyerRetention>();
        services.AddSingleton<ErasureReport>();
        services.AddSingleton<OrderTags>();
        services.AddSingleton<OrderHolds>();
        services.AddSingleton<HoldWindows>();
        services.AddSingleton<IWorkHandler, ReleaseHoldHandler>();
        return services;
    }
}
