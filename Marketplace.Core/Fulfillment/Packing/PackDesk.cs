using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>
/// The packing table: an order is claimed by one packer, items are scanned into its box, and only what belongs in goes in. Each scan is
/// stored before it is answered, so a lost connection loses none.
/// </summary>
public sealed class PackDesk(MarketplaceDb database, PackQueue queue, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Claims an order, or goes on with it where the same packer has it already.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="packer">Who packs.</param>
    /// <param name="takeOver">Take it from whoever has it, where what is in the box stays counted; or pack it anew although it is packed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<PackVerdict> StartAsync(Guid sellerId, Guid orderId, Packer packer, bool takeOver, CancellationToken cancellationToken) =>
        WriteAsync(sellerId, (db, token) => StartAsync(db, orderId, packer, takeOver, token), cancellationToken);

    /// <summary>Puts the item with a code into the box, if it belongs there.</summary>
    public Task<PackVerdict> ScanAsync(Guid sellerId, Guid runId, Packer packer, string code, CancellationToken cancellationToken) =>
        WithRunAsync(sellerId, runId, packer, async (db, run, token) =>
        {
            var scan = await PackCodes.FindAsync(db, run, code, token);
            return scan.Item is { } item ? Put(db, run, item, code)
                : (await queue.FindAsync(sellerId, code, token)).Count > 0 ? new PackVerdict(PackOutcome.Refused, "This is the barcode of an order. Finish this one or give it back first.", run)
                : scan.Verdict!;
        }, cancellationToken);

    /// <summary>Puts an item into the box by hand, for things that carry no barcode.</summary>
    public Task<PackVerdict> CountAsync(Guid sellerId, Guid runId, Packer packer, Guid itemId, CancellationToken cancellationToken) =>
        WithRunAsync(
            sellerId, runId, packer,
            (db, run, _) => Task.FromResult(run.Items.FirstOrDefault(i => i.Id == itemId) is { } item ? Put(db, run, item, null) : new PackVerdict(PackOutcome.Refused, "This item is not in the order.", run)),
            cancellationToken);

    /// <summary>Takes the newest item out of the box again.</summary>
    public Task<PackVerdict> UndoAsync(Guid sellerId, Guid runId, Packer packer, CancellationToken cancellationToken) =>
        WithRunAsync(sellerId, runId, packer, async (db, run, token) =>
        {
            if (await db.Set<PackScan>().Where(s => s.RunId == run.Id).OrderByDescending(s => s.Id).FirstOrDefaultAsync(token) is not { } scan)
            {
                return new PackVerdict(PackOutcome.Refused, "Nothing was scanned yet.", run);
            }

            var item = run.Items.Single(i => i.Id == scan.ItemId);
            item.Counted--;
            db.Remove(scan);
            if (run.State == PackState.Packed)
            {
                run.Move(PackState.Open);
                Note(db, run, $"Opened again at the packing table: {Name(item)} was taken out.");
            }

            return new PackVerdict(PackOutcome.Ok, $"{Name(item)} is taken out again: {item.Counted} of {item.Wanted}.", run);
        }, cancellationToken, alsoPacked: true);

    /// <summary>Gives the order back unfinished; whoever packs it next counts from the beginning.</summary>
    public Task<PackVerdict> ReleaseAsync(Guid sellerId, Guid runId, Packer packer, CancellationToken cancellationToken) =>
        WithRunAsync(sellerId, runId, packer, (_, run, _) =>
        {
            run.Move(PackState.Released);
            return Task.FromResult(new PackVerdict(PackOutcome.Ok, "Given back. Anybody may pack this order now.", run));
        }, cancellationToken);

    private async Task<PackVerdict> StartAsync(MarketplaceDbContext db, Guid orderId, Packer packer, bool takeOver, CancellationToken cancellationToken)
    {
        if ((await ShippableOrders.LoadAsync(db, [orderId], cancellationToken)).GetValueOrDefault(orderId) is not { } order)
        {
            return new PackVerdict(PackOutcome.UnknownCode, "There is no such order here.");
        }

        if (await db.Set<PackRun>().SingleOrDefaultAsync(r => r.OrderId == orderId && r.State == PackState.Open, cancellationToken) is { } open)
        {
            return Claim(open, packer, takeOver);
        }

        if (Obstacle(order, time.GetUtcNow()) is { } obstacle)
        {
            return new PackVerdict(PackOutcome.Refused, obstacle, null, orderId);
        }

        var packed = await db.Set<PackRun>().Where(r => r.OrderId == orderId && r.State == PackState.Packed).OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync(cancellationToken);
        if (packed is not null && !takeOver)
        {
            return new PackVerdict(PackOutcome.Refused, $"{packed.Packer} has packed this order already.", packed, orderId);
        }

        // A label that is bought before the parcel is packed has spoken for the items; they must go into the box all the same.
        var isLeft = order.AllLeft().Count > 0;
        var wants = await PickListReader.WantsAsync(db, [order], (o, line) => isLeft ? o.Left(line) : line.Quantity, cancellationToken);
        var now = time.GetUtcNow();
        var run = new PackRun { SellerId = db.SellerId, OrderId = orderId, Packer = packer.Name, Station = packer.Station, StartedAt = now, TouchedAt = now };
        run.Items.AddRange(wants.Select(w => new PackItem
        {
            SellerId = db.SellerId,
            OrderLineId = w.OrderLineId,
            VariantId = w.VariantId,
            Sku = w.Sku,
            Title = w.Title,
            Wanted = w.Quantity,
        }));
        db.Add(run);
        return new PackVerdict(PackOutcome.Ok, $"Order {order.Order.ExternalId}: scan its items.", run, orderId);
    }

    private PackVerdict Claim(PackRun open, Packer packer, bool takeOver)
    {
        if (!IsHeldBy(open, packer) && !takeOver)
        {
            var where = open.Packer == packer.Name ? "at another station" : "";
            return new PackVerdict(PackOutcome.Claimed, $"{open.Packer} has started this order {where}".TrimEnd() + ".", open, open.OrderId);
        }

        (open.Packer, open.Station, open.TouchedAt) = (packer.Name, packer.Station, time.GetUtcNow());
        return new PackVerdict(PackOutcome.Ok, "Go on scanning.", open, open.OrderId);
    }

    private static string? Obstacle(ShippableOrder order, DateTimeOffset now) => order.Order switch
    {
        { FulfilledByMarketplace: true } => "The marketplace ships this order itself; there is nothing to pack.",
        { State: OrderState.Cancelled } => "This order was cancelled. Do not pack it.",
        { State: OrderState.Pending } => "This order cannot be shipped yet: it is unpaid, or the buyer may still cancel it.",
        { CancelRequested: true } => "The buyer has asked to cancel this order. Answer the request first.",
        { State: OrderState.Delivered } => "This order has arrived; there is nothing to pack.",
        _ when HoldWords.Problem(order.Order.HoldUntil, order.Order.HoldReason, now) is { } held => held,
        _ when order.IsBeingCancelled => "This order is being cancelled. Do not pack it.",
        _ => null,
    };

    private PackVerdict Put(MarketplaceDbContext db, PackRun run, PackItem item, string? code)
    {
        if (item.Counted >= item.Wanted)
        {
            return new PackVerdict(PackOutcome.TooMany, $"All {item.Wanted} of {Name(item)} are in the box already. Put this one back.", run);
        }

        item.Counted++;
        db.Add(new PackScan { RunId = run.Id, ItemId = item.Id, Code = code, At = time.GetUtcNow() });
        if (!run.IsComplete)
        {
            return new PackVerdict(PackOutcome.Ok, $"{Name(item)}: {item.Counted} of {item.Wanted}.", run);
        }

        run.Move(PackState.Packed);
        var items = run.Items.Sum(i => i.Wanted);
        Note(db, run, $"Packed and checked: {items} {(items == 1 ? "item" : "items")} scanned.");
        return new PackVerdict(PackOutcome.Complete, "Everything is in the box. Close it.", run);
    }

    private Task<PackVerdict> WithRunAsync(
        Guid sellerId, Guid runId, Packer packer, Func<MarketplaceDbContext, PackRun, CancellationToken, Task<PackVerdict>> act, CancellationToken cancellationToken, bool alsoPacked = false) =>
        WriteAsync(sellerId, async (db, token) =>
        {
            if (await db.Set<PackRun>().SingleOrDefaultAsync(r => r.Id == runId, token) is not { } run)
            {
                return new PackVerdict(PackOutcome.UnknownCode, "There is no such packing here.");
            }

            if (run.State == PackState.Released || (run.State == PackState.Packed && !alsoPacked))
            {
                return new PackVerdict(PackOutcome.Refused, run.State == PackState.Packed ? "This order is packed. Take an item out first, or scan the next order." : "This packing was given back. Scan the order again.", run, run.OrderId);
            }

            if (!IsHeldBy(run, packer))
            {
                return new PackVerdict(PackOutcome.Claimed, $"{run.Packer} has this order now. Nothing was counted.", run, run.OrderId);
            }

            run.TouchedAt = time.GetUtcNow();
            return await act(db, run, token) with { OrderId = run.OrderId };
        }, cancellationToken);

    // Two scans of one box, or two packers of one order, that meet are written one after the other.
    private async Task<PackVerdict> WriteAsync(Guid sellerId, Func<MarketplaceDbContext, CancellationToken, Task<PackVerdict>> act, CancellationToken cancellationToken)
    {
        var verdict = await WriterRace.RunAsync(async () =>
        {
            await using var db = database.Open(sellerId);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var verdict = await act(db, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return verdict;
        });
        changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment, verdict.OrderId));
        return verdict;
    }

    private void Note(MarketplaceDbContext db, PackRun run, string text) =>
        db.OrderEvents.Add(new OrderEvent { OrderId = run.OrderId, At = time.GetUtcNow(), Actor = run.Packer, Text = text });

    private static bool IsHeldBy(PackRun run, Packer packer) => run.Packer == packer.Name && run.Station == packer.Station;

    private static string Name(PackItem item) => item.Sku ?? item.Title;
}
