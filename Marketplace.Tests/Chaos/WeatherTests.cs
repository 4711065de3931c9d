using System.Globalization;
using Marketplace.Core.Alerts;
using Marketplace.Core.Connections;
using Marketplace.Core.Orders;
using Marketplace.Core.Sync.Watch;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Chaos;

/// <summary>Bad weather at all three marketplaces, for a quarter of a minute or for as many minutes as <c>MARKETPLACE_WEATHER</c> says.</summary>
public sealed class WeatherTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Length =
        double.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_WEATHER"), CultureInfo.InvariantCulture, out var minutes) ? TimeSpan.FromMinutes(minutes) : TimeSpan.FromSeconds(15);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stores_InBadWeather_AgreeAfterwardsAndTheAlertsTellOfIt()
    {
        await using var app = TestApp.Start(Weather.Settings, time: new HurriedTime(Weather.Speed));
        var seller = await app.SellerIdAsync();
        var weather = new Weather(app, seller);

        await weather.LiveAsync(Length);

        await using var db = weather.Open();
        Assert.All(await db.Connections.AsNoTracking().ToListAsync(Cancel), store => Assert.Equal(ConnectionState.Connected, store.State));
        Assert.Empty(await db.OrderDefects.Where(d => d.ResolvedAt == null).Select(d => d.Reason).ToListAsync(Cancel));
        Assert.Empty(await db.WorkItems.Where(w => w.State == WorkState.Dead).Select(w => $"{w.Kind}: {w.Problem}").ToListAsync(Cancel));
        await AssertOrdersAsync(weather);
        await StormTruth.AssertQuantitiesAsync(app, weather.Open);
        Assert.Equal(
            weather.Before.Select(item => (item.Key, item.Value - weather.SoldOf.GetValueOrDefault(item.Key))).Order(),
            (await weather.AvailableAsync([.. weather.Before.Keys])).Select(item => (item.Key, item.Value)).Order());
        var story = (await app.Services.GetRequiredService<AlertQueries>().ListAsync(seller, AlertFilter.Resolved, 0, 100, Cancel)).Items;
        Assert.Contains(story, alert => alert.Kind == AlertKinds.StoreDead && alert.ResolvedAt > alert.RaisedAt);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{weather.Sold.Count} sales, {app.Calls.Calls.Count} calls of which {app.Calls.Calls.Count(c => c.Fault is not null)} met faults, alerts: {string.Join("; ", story.Select(a => a.Title))}"));
    }

    /// <summary>Every order that a marketplace holds is here once, and none that it does not hold.</summary>
    private static async Task AssertOrdersAsync(Weather weather)
    {
        await using var db = weather.Open();
        var stored = await db.Orders.AsNoTracking().Select(o => new { o.Marketplace, o.ExternalId, o.State }).ToListAsync(Cancel);
        Assert.Empty(weather.Sold.Except(stored.Select(o => (o.Marketplace, o.ExternalId))));
        Assert.Equal(stored.Count, stored.DistinctBy(o => (o.Marketplace, o.ExternalId)).Count());
        Assert.All(stored.Where(o => weather.Sold.Contains((o.Marketplace, o.ExternalId))), o => Assert.True(o.State is OrderState.ToShip or OrderState.Pending, $"{o.Marketplace} {o.ExternalId} is {o.State}"));
    }
}
