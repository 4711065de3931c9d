using CsCheck;
using Marketplace.Core.Catalog;
using Marketplace.Core.Fulfillment.Packing;
using Marketplace.Core.Orders;

namespace Marketplace.Tests.Fulfillment.Packing;

/// <summary>What goes into a box, who may put it there, and what is kept.</summary>
public sealed class PackDeskTests
{
    [Fact]
    public async Task Scan_EveryItem_CompletesTheOrder_AndTheTimelineSaysSo()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var (mug, rug) = (await PackBed.ItemAsync(room, "MUG", "4006381333931"), await PackBed.ItemAsync(room, "RUG-1"));
        var order = await PackBed.OrderAsync(room, (mug, 2), (rug, 1));
        var run = (await room.StartAsync(order, PackBed.Ann)).Run!;

        var outcomes = new List<PackOutcome>();
        foreach (var code in new[] { "4006381333931", "rug-1", "mug" })
        {
            outcomes.Add((await room.ScanAsync(run, code)).Outcome);
        }

        Assert.Equal([PackOutcome.Ok, PackOutcome.Ok, PackOutcome.Complete], outcomes);
        Assert.Contains(await room.EventsAsync(order.Id), e => e is { Actor: "ann", Text: "Packed and checked: 3 items scanned." });
        var queue = room.Get<PackQueue>();
        Assert.Equal((0, 1), (await queue.ReadAsync(room.SellerId, false, 10, default)) is var page ? (page.ToPack, page.Packed) : default);
    }

    [Fact]
    public async Task Scan_WrongItem_OneTooMany_OrUnknown_CountsNothingAndSaysWhatItIs()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var (mug, knife) = (await PackBed.ItemAsync(room, "MUG"), await PackBed.ItemAsync(room, "KNIFE", "4006381333931"));
        var order = await PackBed.OrderAsync(room, (mug, 1), (await PackBed.ItemAsync(room, "RUG"), 1));
        var run = (await room.StartAsync(order, PackBed.Ann)).Run!;
        await room.ScanAsync(run, "MUG");

        var verdicts = new[] { await room.ScanAsync(run, "4006381333931"), await room.ScanAsync(run, "MUG"), await room.ScanAsync(run, "NOPE"), await room.ScanAsync(run, order.ExternalId) };

        Assert.Equal([PackOutcome.WrongItem, PackOutcome.TooMany, PackOutcome.UnknownCode, PackOutcome.Refused], verdicts.Select(v => v.Outcome));
        Assert.Equal("Wrong item: KNIFE (KNIFE in blue) is not in this order. Put it back.", verdicts[0].Message);
        Assert.Equal(1, (await room.Get<PackQueue>().OfOrderAsync(room.SellerId, order.Id, default))!.Items.Sum(i => i.Counted));
        Assert.NotEqual(knife.Id, mug.Id);
    }

    [Fact]
    public async Task Scan_OldSku_OrUpcWithoutItsZero_MeansTheItem()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var mug = await PackBed.ItemAsync(room, "MUG", "0036000291452");
        await using (var db = room.Database.Open(room.SellerId))
        {
            db.Add(new SkuAlias { VariantId = mug.Id, Sku = "OLD-MUG", SkuKey = "OLD-MUG" });
            await db.SaveChangesAsync();
        }

        var run = (await room.StartAsync(await PackBed.OrderAsync(room, (mug, 3)), PackBed.Ann)).Run!;

        Assert.Equal(
            [PackOutcome.Ok, PackOutcome.Ok, PackOutcome.Complete],
            [(await room.ScanAsync(run, "old-mug")).Outcome, (await room.ScanAsync(run, "036000291452")).Outcome, (await room.ScanAsync(run, "0036000291452")).Outcome]);
    }

    [Fact]
    public async Task Start_ByASecondPacker_IsRefusedUntilTakenOver_AndTheFirstThenCountsNothing()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var order = await PackBed.OrderAsync(room, (await PackBed.ItemAsync(room, "MUG"), 2));
        var run = (await room.StartAsync(order, PackBed.Ann)).Run!;
        await room.ScanAsync(run, "MUG");

        var refused = await room.StartAsync(order, PackBed.Ben);
        var taken = await room.StartAsync(order, PackBed.Ben, takeOver: true);

        Assert.Equal((PackOutcome.Claimed, "ann has started this order."), (refused.Outcome, refused.Message));
        Assert.Equal((PackOutcome.Ok, 1), (taken.Outcome, taken.Run!.Items.Single().Counted));
        Assert.Equal(PackOutcome.Claimed, (await room.ScanAsync(run, "MUG")).Outcome);
        Assert.Equal(PackOutcome.Complete, (await room.ScanAsync(run, "MUG", PackBed.Ben)).Outcome);
    }

    [Fact]
    public async Task Start_ByManyAtOnce_GivesTheOrderToOne()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var order = await PackBed.OrderAsync(room, (await PackBed.ItemAsync(room, "MUG"), 1));

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => room.StartAsync(order, new Packer($"packer {i}", Guid.NewGuid())))));

        Assert.Single(verdicts, v => v.Outcome == PackOutcome.Ok);
        Assert.Equal(5, verdicts.Count(v => v.Outcome == PackOutcome.Claimed));
    }

    [Fact]
    public async Task Release_LetsAnotherBeginAnew_AndUndoTakesTheLastItemOut()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var order = await PackBed.OrderAsync(room, (await PackBed.ItemAsync(room, "MUG"), 2));
        var (desk, run) = (room.Get<PackDesk>(), (await room.StartAsync(order, PackBed.Ann)).Run!);
        await room.ScanAsync(run, "MUG");
        await room.ScanAsync(run, "MUG");

        var undone = await desk.UndoAsync(room.SellerId, run.Id, PackBed.Ann, default);
        Assert.Equal((PackOutcome.Ok, PackState.Open, 1), (undone.Outcome, undone.Run!.State, undone.Run.Items.Single().Counted));
        Assert.Equal(PackOutcome.Ok, (await desk.ReleaseAsync(room.SellerId, run.Id, PackBed.Ann, default)).Outcome);
        var anew = await room.StartAsync(order, PackBed.Ben);

        Assert.Equal((PackOutcome.Ok, 0), (anew.Outcome, anew.Run!.Items.Single().Counted));
        Assert.Equal(PackOutcome.Refused, (await room.ScanAsync(run, "MUG")).Outcome);
    }

    [Theory]
    [InlineData(OrderState.Cancelled, false, "cancelled")]
    [InlineData(OrderState.Pending, false, "cannot be shipped yet")]
    [InlineData(OrderState.ToShip, true, "asked to cancel")]
    public async Task Start_OrderThatMustNotLeave_IsRefusedWithTheReason(OrderState state, bool cancelRequested, string words)
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var order = await room.OrderAsync(o => (o.State, o.CancelRequested) = (state, cancelRequested));

        var verdict = await room.StartAsync(order, PackBed.Ann);

        Assert.Equal(PackOutcome.Refused, verdict.Outcome);
        Assert.Contains(words, verdict.Message, StringComparison.Ordinal);
        Assert.Equal(PackOutcome.UnknownCode, (await room.Get<PackDesk>().StartAsync(Guid.NewGuid(), order.Id, PackBed.Ann, true, default)).Outcome);
    }

    [Fact]
    public Task Steps_InAnyOrder_NeverCountMoreThanWanted_AndPackedMeansComplete() =>
        Gen.Int[0, 3].Array[1, 14].SampleAsync(
            async steps =>
            {
                await using var room = await FulfillmentRoom.OpenAsync();
                var order = await PackBed.OrderAsync(room, (await PackBed.ItemAsync(room, "MUG"), 2), (await PackBed.ItemAsync(room, "RUG"), 1));
                var (desk, run) = (room.Get<PackDesk>(), (await room.StartAsync(order, PackBed.Ann)).Run!);
                foreach (var step in steps)
                {
                    _ = step switch
                    {
                        0 => await room.ScanAsync(run, "MUG"),
                        1 => await room.ScanAsync(run, "RUG"),
                        2 => await desk.UndoAsync(room.SellerId, run.Id, PackBed.Ann, default),
                        _ => await room.ScanAsync(run, "MUG", PackBed.Ben),
                    };
                }

                var after = (await room.Get<PackQueue>().OfOrderAsync(room.SellerId, order.Id, default))!;
                return after.Items.All(i => i.Counted >= 0 && i.Counted <= i.Wanted) && after.IsComplete == (after.State == PackState.Packed);
            },
            iter: 12);
}
