using CsCheck;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment;

/// <summary>Any order of what sellers, buyers and a failing marketplace do: nothing is lost, told twice, or shipped after it was cancelled.</summary>
public sealed class ShipmentJourneyTests
{
    private const int Lines = 2;
    private const int Items = 2;

    private enum Act
    {
        ShipAll,
        ShipOne,
        Refuse,
        LoseAnswer,
        LoseCall,
        Forget,
        Work,
        Retry,
        Hold,
        Release,
        Cancel,
    }

    [Fact]
    public async Task Parcels_AnySequence_AreToldOnceAndNeverOfWhatWasCancelled() =>
        await Check.SampleAsync(Gen.Enum<Act>().Array[3, 12], async acts =>
        {
            await using var room = await FulfillmentRoom.OpenAsync();
            var order = await room.OrderAsync(null, [.. Enumerable.Repeat(Items, Lines)]);
            var number = 0;
            int? toldBeforeCancel = null;
            foreach (var act in acts)
            {
                await DoAsync(room, order, act, ++number);
                if (act == Act.Cancel)
                {
                    toldBeforeCancel ??= room.Marketplace.Stored.Count;
                }
            }

            await room.WorkAsync(200);

            var told = room.Marketplace.Stored;
            Assert.Equal(told.Count, told.Select(p => p.PackageNumber).Distinct().Count());
            Assert.All(
                told.SelectMany(p => p.Lines).GroupBy(l => l.ExternalLineId),
                line => Assert.InRange(line.Sum(l => l.Quantity), 1, Items));
            Assert.Equal(toldBeforeCancel ?? told.Count, told.Count);
            var parcels = await room.ShipmentsAsync(order.Id);
            Assert.All(parcels, p => Assert.Contains(p.State, new[] { ShipmentState.Confirmed, ShipmentState.Failed }));
            Assert.All(parcels.Where(p => p.State == ShipmentState.Confirmed), p => Assert.Contains(told, t => t.PackageNumber == p.PackageNumber && t.TrackingNumber == p.TrackingNumber));
            await using var db = room.Database.Open(room.SellerId);
            Assert.Equal((1, Lines), (await db.Orders.CountAsync(), await db.OrderLines.CountAsync()));
        }, iter: 25, threads: 1);

    private static async Task DoAsync(FulfillmentRoom room, Order order, Act act, int number)
    {
        var market = room.Marketplace;
        switch (act)
        {
            case Act.ShipAll:
                await room.ShipAsync(new ShipRequest(order.Id, $"BOX{number}", "UPS"));
                break;
            case Act.ShipOne:
                await room.ShipAsync(new ShipRequest(order.Id, $"BOX{number}", "UPS", Lines: [new ShipRequestLine(order.Lines[number % Lines].Id, 1)]));
                break;
            case Act.Refuse:
                market.FailNext(new RejectedException("The number is not known."));
                break;
            case Act.LoseAnswer:
                market.LoseNextAnswer();
                break;
            case Act.LoseCall:
                market.LoseNextCall();
                break;
            case Act.Forget:
                market.Forgets++;
                break;
            case Act.Work:
                await room.WorkAsync(3);
                break;
            case Act.Retry:
                foreach (var parcel in (await room.ShipmentsAsync(order.Id)).Where(p => p.State == ShipmentState.Failed))
                {
                    await room.Get<ShipmentRetry>().RetryAsync(room.SellerId, parcel.Id, $"BOX{number}R{parcel.PackageNumber}", null, "ann", CancellationToken.None);
                }

                break;
            case Act.Hold:
                await room.Get<OrderHolds>().HoldAsync(room.SellerId, [order.Id], room.Time.GetUtcNow().AddMinutes(5), "Wait", "ann", CancellationToken.None);
                break;
            case Act.Release:
                await room.Get<OrderHolds>().ReleaseAsync(room.SellerId, [order.Id], "ann", CancellationToken.None);
                break;
            default:
                await using (var db = room.Database.Open(room.SellerId))
                {
                    (await db.Orders.SingleAsync()).State = OrderState.Cancelled;
                    await db.SaveChangesAsync();
                }

                break;
        }
    }
}
