using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Labels.Providers;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Labels;

/// <summary>
/// Buys a label, puts its tracking number into a parcel, fetches and stores its paper, and gives it back when asked. Each step is
/// stored before the next one begins, so that a crash buys nothing twice.
/// </summary>
internal sealed class LabelHandler(
    ActionTurn turn, ActionSteps steps, LabelSources sources, LabelParcels parcels, LabelDownload download, PersonalDataProtector protector, OrderImport import) : IWorkHandler
{
    // Labels are made within seconds, but some carriers take minutes to give a number.
    private static readonly TimeSpan[] Waits = [.. new[] { 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <inheritdoc />
    public string Kind => LabelShop.LabelWork;

    /// <inheritdoc />
    public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken) => turn.RunAsync<ShippingLabel>(
        item,
        task => task.Action.State switch
        {
            ActionState.Queued => BuyAsync(task, cancellationToken),
            ActionState.Undoing => VoidAsync(task, cancellationToken),
            _ => FetchAsync(task, cancellationToken),
        },
        null,
        cancellationToken);

    private async Task<WorkOutcome> BuyAsync(ActionTask<ShippingLabel> task, CancellationToken cancellationToken)
    {
        var label = task.Action;
        await ChooseAsync(task, cancellationToken);
        var source = await SourceOf(task, cancellationToken);
        var request = RequestOf(task) with { MayBeBought = label.StartedAt is not null };
        await steps.BeginAsync(label, cancellationToken);
        var bought = await source.Buyer.BuyAsync(task.Connection, request, cancellationToken);
        await steps.MoveAsync(
            label,
            l =>
            {
                l.Move(ActionState.Sent);
                l.IsTest = source.IsTest;
                (l.StartedAt, l.ExternalId, l.CarrierName) = (null, bought.ExternalShipmentId, bought.Carrier ?? l.CarrierName);
                (l.PriceMinor, l.PriceCurrency) = (bought.Price?.Minor ?? l.PriceMinor, bought.Price?.Currency ?? l.PriceCurrency);
            },
            new Said($"{source.Name} sold the label{(bought.Price is { } price ? $" for {price}" : "")}.{(source.IsTest ? $" It is a specimen, so {task.Name} is not told." : "")}", source.Name),
            (db, stored) => parcels.AddAsync(db, stored, task.Order, bought.TrackingNumber, cancellationToken),
            cancellationToken);
        return WorkOutcome.After(Waits[0]);
    }

    // The choice is stored before the purchase, so that a repeat asks for the same.
    private async Task ChooseAsync(ActionTask<ShippingLabel> task, CancellationToken cancellationToken)
    {
        var label = task.Action;
        if ((label.Choice == OfferChoice.Named && label.WantedCarrier is null) || label.OfferId is not null)
        {
            return;
        }

        var found = await LabelSources.CompareAsync(await sources.AllAsync(task.Order, task.Platform, cancellationToken), task.Connection, RequestOf(task), cancellationToken);
        var offers = found.Refusal is { } refusal ? throw new RejectedException(refusal) : found.Offers;
        if (found.MarketplaceChooses && label.WantedCarrier is null)
        {
            return;
        }

        if (label.WantedCarrier is { } carrier && LabelRules.Fitting(offers, carrier, label.WantedService) is var fitting)
        {
            offers = fitting.Count > 0 ? fitting : throw new RejectedException($"{task.Name} offers no label of {carrier} {label.WantedService}".TrimEnd() + " for this parcel. Choose another carrier.");
        }

        var offer = LabelRules.Pick(offers, label.Choice) ?? (label.WantedCarrier is null ? null : offers[0]);
        if (offer is not null)
        {
            await steps.MoveAsync(
                label,
                l => (l.OfferId, l.Provider, l.CarrierName, l.PriceMinor, l.PriceCurrency) = (offer.Id, ProviderOffer.Read(offer.Id)?.Provider, offer.Carrier, offer.Price?.Minor, offer.Price?.Currency),
                null,
                null,
                cancellationToken);
        }
    }

    private async Task<WorkOutcome> FetchAsync(ActionTask<ShippingLabel> task, CancellationToken cancellationToken)
    {
        var label = task.Action;
        try
        {
            var source = await SourceOf(task, cancellationToken);
            var id = label.ExternalId ?? throw new RejectedException("the answer to the purchase was lost, and with it the label's id.");
            var document = await source.Buyer.DocumentAsync(task.Connection, id, cancellationToken);
            var paper = await download.FetchAsync(document, cancellationToken);
            await StoreAsync(task, document, paper, cancellationToken);
        }
        catch (TransientException making) when (label.Looks < Waits.Length)
        {
            var wait = Waits[label.Looks];
            await steps.MoveAsync(label, l => (l.Looks, l.Problem) = (l.Looks + 1, making.Message), null, null, cancellationToken);
            return WorkOutcome.After(wait);
        }
        catch (PlatformException refusal) when (refusal is RejectedException or TransientException)
        {
            // It is bought and paid for, whatever becomes of its paper.
            var words = $"The label is bought, but {task.Name} does not hand its paper over: {refusal.Message} Print it on {task.Name}.";
            await steps.MoveAsync(
                label,
                l =>
                {
                    l.Move(ActionState.Done);
                    l.Problem = words;
                },
                new Said(words, task.Name, true),
                null,
                cancellationToken);
        }

        return WorkOutcome.Done;
    }

    private Task StoreAsync(ActionTask<ShippingLabel> task, LabelDocument document, byte[] paper, CancellationToken cancellationToken)
    {
        var label = task.Action;
        return steps.MoveAsync(
            label,
            l =>
            {
                l.Move(ActionState.Done);
                l.MediaType = document.MediaType;
            },
            new Said("The label is stored and can be printed.", task.Name),
            async (db, stored) =>
            {
                db.Add(new LabelPaper { LabelId = stored.Id, Content = protector.Protect(paper) });
                await parcels.AddAsync(db, stored, task.Order, document.TrackingNumber, cancellationToken);
            },
            cancellationToken);
    }

    private async Task<WorkOutcome> VoidAsync(ActionTask<ShippingLabel> task, CancellationToken cancellationToken)
    {
        var label = task.Action;
        var source = await SourceOf(task, cancellationToken);
        var id = label.ExternalId ?? throw new RejectedException($"The answer to this label's purchase was lost, and with it the label's id. Give it back on {source.Name}.");
        await source.Buyer.VoidAsync(task.Connection, id, cancellationToken);
        await steps.MoveAsync(
            label,
            l => l.Move(ActionState.Undone),
            new Said($"{source.Name} took {(label.TrackingNumber is null ? "the label" : $"the label {label.TrackingNumber}")} back.{(source.Provider is null || source.IsTest ? "" : $" If {task.Name} was told of it, it shows its number until you change the tracking number of that parcel.")}", source.Name),
            (db, stored) => VoidParcelAsync(db, stored, cancellationToken),
            cancellationToken);
        if (task.Platform.Orders is { } feed && await feed.GetAsync(task.Connection, task.Order.ExternalId, cancellationToken) is { } order)
        {
            await import.ImportAsync(task.Store, [order], [], cancellationToken);
        }

        return WorkOutcome.Done;
    }

    private static async Task VoidParcelAsync(MarketplaceDbContext db, ShippingLabel label, CancellationToken cancellationToken)
    {
        await db.Set<LabelPaper>().Where(p => p.LabelId == label.Id).ExecuteDeleteAsync(cancellationToken);
        if (label.ShipmentId is { } id && await db.Shipments.SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is { } shipment)
        {
            shipment.Move(ShipmentState.Voided);
        }
    }

    private Task<LabelSource> SourceOf(ActionTask<ShippingLabel> task, CancellationToken cancellationToken) => sources.OfAsync(task.Action, task.Order, task.Platform, cancellationToken);

    private static LabelRequest RequestOf(ActionTask<ShippingLabel> task)
    {
        var label = task.Action;
        var pickup = label is { PickupStart: { } start, PickupEnd: { } end } ? new PickupSlot(start, end) : null;
        var size = new ParcelSize(label.WeightGrams, label.LengthMillimetres, label.WidthMillimetres, label.HeightMillimetres);
        return LabelRules.Request(task.Order, label.Lines.Select(l => new ShipRequestLine(l.OrderLineId, l.Quantity)), size, label.OfferId, pickup);
    }
}
