using Marketplace.Core.Fulfillment;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Fulfillment;

/// <summary>Many parcels of one store at once, against the real client and sandbox.</summary>
public sealed class ConfirmBatchTests
{
    [Fact]
    public async Task Ship_FiveHundred_GoInOneFeedAndAreAllSeen()
    {
        await using var bed = await BatchBed.OpenAsync();
        var orders = await bed.SellAsync(500);
        Assert.All(await bed.EnterAsync(orders), v => Assert.Equal(ShipOutcome.Accepted, v.Outcome));

        await bed.WorkAsync();

        Assert.All(await bed.ParcelsAsync(), p => Assert.Equal((ShipmentState.Confirmed, null, null), (p.State, p.Problem, p.BatchId)));
        Assert.All(orders, o => Assert.Single(bed.TruthOf(o)));
        Assert.Equal(1, bed.Amazon.Calls("createFeed", 202));
        Assert.Equal(ShipmentBatchState.Settled, Assert.Single(await bed.BatchesAsync()).State);

        // What the single way sent until the batch was taken is all that went by single calls.
        Assert.InRange(bed.Amazon.Calls("confirmShipment"), 0, 100);
        Assert.Equal(500, bed.Amazon.Calls("confirmShipment", 204) + (await bed.BatchesAsync())[0].MemberIds().Count);
    }

    [Fact]
    public async Task Ship_ManyAtTheRealLimits_AreReadBackByThePage()
    {
        await using var bed = await BatchBed.OpenAsync(rateFactor: 1);
        var orders = await bed.SellAsync(80);
        await bed.EnterAsync(orders);
        await bed.WorkAsync();

        Assert.All(await bed.ParcelsAsync(), parcel => Assert.Equal(ShipmentState.Confirmed, parcel.State));
        Assert.True(bed.Amazon.Calls("getOrder") <= 60, $"{bed.Amazon.Calls("getOrder")} orders were read one by one.");
    }

    [Fact]
    public async Task Ship_Few_GoOneByOne()
    {
        await using var bed = await BatchBed.OpenAsync();
        await bed.EnterAsync(await bed.SellAsync(20));
        await bed.WorkAsync();

        Assert.Equal((0, 20), (bed.Amazon.Calls("createFeed"), bed.Amazon.Calls("confirmShipment", 204)));
        Assert.Empty(await bed.BatchesAsync());
    }

    [Theory]
    [InlineData(Crash.BeforeTheCall)]
    [InlineData(Crash.AfterTheCall)]
    [InlineData(Crash.BeforeTheVerdicts)]
    [InlineData(Crash.AfterTheVerdicts)]
    public async Task Ship_ProcessDiesOnTheWay_NoParcelIsLostOrDoubled(Crash crash)
    {
        await using var bed = await BatchBed.OpenAsync(inner => new Crashing(inner, crash));
        var orders = await bed.SellAsync(60);
        await bed.EnterAsync(orders);

        await bed.WorkAsync();

        Assert.All(await bed.ParcelsAsync(), p => Assert.Equal(ShipmentState.Confirmed, p.State));
        Assert.All(orders, o => Assert.Single(bed.TruthOf(o)));
        Assert.Equal(crash == Crash.AfterTheCall ? 2 : 1, bed.Amazon.Calls("createFeed", 202));
    }

    [Fact]
    public async Task Ship_RefusedRows_FailWithTheirReasonsAndTheOthersGoThrough()
    {
        await using var bed = await BatchBed.OpenAsync();
        bed.Amazon.Faults.Arm("amazon", "createFeed", FaultKind.Partial, 1, null);
        var orders = await bed.SellAsync(60);
        await bed.EnterAsync(orders);

        await bed.WorkAsync();

        var batch = (await bed.BatchesAsync())[0].MemberIds();
        var (sent, failed) = ((await bed.ParcelsAsync()).Count(p => p.State == ShipmentState.Confirmed), (await bed.ParcelsAsync()).Where(p => p.State == ShipmentState.Failed).ToList());
        Assert.Equal((batch.Count / 2, 60 - (batch.Count / 2)), (failed.Count, sent));
        Assert.All(failed, p =>
        {
            Assert.Contains(p.Id, batch);
            Assert.Contains("could not be processed at this time", p.Problem, StringComparison.Ordinal);
            Assert.Empty(bed.TruthOf(orders.Single(o => o.Id == p.OrderId)));
        });
    }

    [Fact]
    public async Task Ship_DroppedByTheMarketplace_IsNotCalledConfirmed()
    {
        await using var bed = await BatchBed.OpenAsync();
        bed.Amazon.Faults.Arm("amazon", "createFeed", FaultKind.Ignored, 1, null);
        await bed.EnterAsync(await bed.SellAsync(60));
        await bed.WorkAsync(parcels => parcels.TrueForAll(p => p is { State: ShipmentState.Sent or ShipmentState.Confirmed, BatchId: null }));

        // Taken, said Amazon; only the look at the order tells.
        var members = (await bed.BatchesAsync())[0].MemberIds();
        Assert.All((await bed.ParcelsAsync()).Where(p => members.Contains(p.Id)), p => Assert.Equal(ShipmentState.Sent, p.State));
    }

    [Fact]
    public async Task Ship_BatchThrownAway_GoesOneByOne()
    {
        await using var bed = await BatchBed.OpenAsync(inner => new Thrown(inner));
        var orders = await bed.SellAsync(60);
        await bed.EnterAsync(orders);

        await bed.WorkAsync();

        Assert.All(await bed.ParcelsAsync(), p => Assert.Equal(ShipmentState.Confirmed, p.State));
        Assert.All(orders, o => Assert.Single(bed.TruthOf(o)));
        Assert.Equal(ShipmentBatchState.Dissolved, Assert.Single(await bed.BatchesAsync()).State);
        Assert.Equal(60, bed.Amazon.Calls("confirmShipment", 204));
    }

    [Fact]
    public async Task Ship_ByHandDuringABatch_DoesNotWaitForIt()
    {
        await using var bed = await BatchBed.OpenAsync(options: new SandboxOptions { EnforceLimits = false, Orders = 0, Amazon = { FeedSeconds = 3600 } });
        var orders = await bed.SellAsync(61);
        await bed.EnterAsync(orders[..60]);
        await Eventually.TrueAsync(async () => await bed.BatchesAsync() is [{ State: ShipmentBatchState.HandedOver }]);

        var verdict = await bed.Room.ShipAsync(new ShipRequest(orders[60].Id, "1Z999AA10000000099", "UPS"));
        await bed.WorkAsync(parcels => parcels.Single(p => p.Id == verdict.ShipmentId).State == ShipmentState.Confirmed);

        Assert.Equal(["1Z999AA10000000099"], bed.TruthOf(orders[60]));
        Assert.Contains(await bed.ParcelsAsync(), p => p is { State: ShipmentState.Queued, BatchId: not null });
    }

    public enum Crash
    {
        BeforeTheCall,
        AfterTheCall,
        BeforeTheVerdicts,
        AfterTheVerdicts,
    }

    /// <summary>Dies once at a point, as a process does: nothing after it is done.</summary>
    private sealed class Crashing(IBulkShipmentConfirmer inner, Crash crash) : IBulkShipmentConfirmer
    {
        private bool done;

        public int WorthwhileFrom => inner.WorthwhileFrom;

        public int MaxBatch => inner.MaxBatch;

        public async Task<string> ConfirmAsync(ConnectionContext connection, IReadOnlyList<ShipmentNotice> notices, CancellationToken cancellationToken)
        {
            Die(Crash.BeforeTheCall);
            var ticket = await inner.ConfirmAsync(connection, notices, cancellationToken);
            Die(Crash.AfterTheCall);
            return ticket;
        }

        public async Task<IReadOnlyList<ShipmentVerdict>?> VerdictsAsync(
            ConnectionContext connection, string ticket, IReadOnlyList<ShipmentNotice> notices, CancellationToken cancellationToken)
        {
            Die(Crash.BeforeTheVerdicts);
            var verdicts = await inner.VerdictsAsync(connection, ticket, notices, cancellationToken);
            if (verdicts is not null)
            {
                Die(Crash.AfterTheVerdicts);
            }

            return verdicts;
        }

        private void Die(Crash here)
        {
            if (here == crash && !done)
            {
                done = true;
                throw new InvalidOperationException("The process died.");
            }
        }
    }

    /// <summary>Throws the batch away after it was handed over, without carrying anything out.</summary>
    private sealed class Thrown(IBulkShipmentConfirmer inner) : IBulkShipmentConfirmer
    {
        public int WorthwhileFrom => inner.WorthwhileFrom;

        public int MaxBatch => inner.MaxBatch;

        public Task<string> ConfirmAsync(ConnectionContext connection, IReadOnlyList<ShipmentNotice> notices, CancellationToken cancellationToken) => Task.FromResult("thrown");

        public Task<IReadOnlyList<ShipmentVerdict>?> VerdictsAsync(
            ConnectionContext connection, string ticket, IReadOnlyList<ShipmentNotice> notices, CancellationToken cancellationToken) =>
            throw new RejectedException("It is not well formed.");
    }
}
