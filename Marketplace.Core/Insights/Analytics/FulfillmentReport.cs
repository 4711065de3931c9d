using Marketplace.Core.Common;

namespace Marketplace.Core.Insights.Analytics;

/// <summary>How selling and shipping went over a period.</summary>
/// <param name="Period">The period.</param>
/// <param name="Figures">The period in numbers.</param>
/// <param name="Previous">As many days just before.</param>
/// <param name="Days">Each day and channel with orders, in order.</param>
/// <param name="Channels">Each channel beside its own period before, the one with most orders first.</param>
/// <param name="Carriers">Parcels by carrier, the most used first.</param>
/// <param name="Skus">SKUs by items sold, the most sold first; at most <see cref="AnalyticsQueries.MostRows"/>.</param>
/// <param name="Failures">Parcels that a marketplace refused, by cause.</param>
/// <param name="LateNow">Orders to ship whose ship-by has passed.</param>
/// <param name="AtRiskNow">Orders to ship that must be handed over within a day.</param>
public sealed record FulfillmentReport(
    AnalyticsPeriod Period, ReportFigures Figures, ReportFigures Previous, IReadOnlyList<DayFigures> Days,
    IReadOnlyList<ChannelFigures> Channels, IReadOnlyList<CountOf> Carriers,
    IReadOnlyList<SkuFigures> Skus, IReadOnlyList<CountOf> Failures, int LateNow, int AtRiskNow);

/// <summary>A period in numbers. Orders count where they were placed in it, shipping where it happened in it.</summary>
/// <param name="Orders">Orders placed, cancelled ones included.</param>
/// <param name="Items">Items of those that were not cancelled.</param>
/// <param name="Cancelled">Orders placed and cancelled since.</param>
/// <param name="Revenue">What buyers pay for orders that were not cancelled, a sum for each currency, the largest first.</param>
/// <param name="Shipped">Orders that the seller shipped.</param>
/// <param name="OnTime">Of these, on or before their ship-by; those without a ship-by count as on time.</param>
/// <param name="MedianHoursToShip">Half of the orders took no longer from order to ship; null where none was shipped.</param>
/// <param name="SlowestTenthHours">A tenth of the orders took at least this long; null where none was shipped.</param>
public sealed record ReportFigures(
    int Orders, int Items, int Cancelled, IReadOnlyList<Money> Revenue, int Shipped, int OnTime, double? MedianHoursToShip, double? SlowestTenthHours)
{
    /// <summary>A period in which nothing happened.</summary>
    public static ReportFigures None { get; } = new(0, 0, 0, [], 0, 0, null, null);

    /// <summary>Share of orders shipped on time, 0 to 1; null where none was shipped.</summary>
    public double? OnTimeRate => Shipped == 0 ? null : (double)OnTime / Shipped;
}

/// <summary>A channel over a period.</summary>
/// <param name="Marketplace">Key of the channel.</param>
/// <param name="Figures">The period in numbers.</param>
/// <param name="Previous">As many days just before.</param>
public sealed record ChannelFigures(string Marketplace, ReportFigures Figures, ReportFigures Previous);

/// <summary>A channel on a day.</summary>
/// <param name="Day">The day, in the period's zone.</param>
/// <param name="Marketplace">Key of the channel.</param>
/// <param name="Orders">Orders placed.</param>
/// <param name="Items">Items of those that were not cancelled.</param>
/// <param name="Cancelled">Orders cancelled since.</param>
/// <param name="Revenue">What buyers pay, a sum for each currency.</param>
public sealed record DayFigures(DateOnly Day, string Marketplace, int Orders, int Items, int Cancelled, IReadOnlyList<Money> Revenue);

/// <summary>A SKU that was sold.</summary>
/// <param name="Sku">SKU as the orders have it; null where the listing has none.</param>
/// <param name="Title">Title at one of the sales.</param>
/// <param name="Items">Items sold.</param>
public sealed record SkuFigures(string? Sku, string Title, int Items);

/// <summary>How often something occurred.</summary>
/// <param name="Name">What.</param>
/// <param name="Count">How often.</param>
public sealed record CountOf(string Name, int Count);
