using System.Security.Cryptography;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;

namespace Marketplace.Core.Fulfillment.Labels.Providers;

/// <summary>Where a label can be bought: from the order's marketplace, or from a provider of the seller's own.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Provider">Key of the provider; null for the marketplace.</param>
/// <param name="IsTest">Its labels are specimens.</param>
/// <param name="Buyer">Buys there.</param>
internal sealed record LabelSource(string Name, string? Provider, bool IsTest, ILabelBuyer Buyer);

/// <summary>Finds the sources of labels for an order.</summary>
public sealed class LabelSources(LabelProviderAccounts accounts, PersonalDataProtector protector)
{
    /// <summary>All of them, the marketplace first.</summary>
    internal async Task<IReadOnlyList<LabelSource>> AllAsync(Order order, MarketplacePlatform platform, CancellationToken cancellationToken)
    {
        var sources = new List<LabelSource>();
        if (platform.Labels is { } labels)
        {
            sources.Add(new LabelSource(platform.Descriptor.Name, null, false, labels));
        }

        var open = await accounts.OpenAsync(order.SellerId, cancellationToken);
        if (open.Count > 0)
        {
            var buyer = BuyerOf(order);
            sources.AddRange(open.Select(account => new LabelSource(account.Provider.Name, account.Provider.Key, account.IsTest, new ProviderBuyer(account, buyer))));
        }

        return sources;
    }

    /// <summary>The source of one label.</summary>
    /// <exception cref="RejectedException">It is not there any more.</exception>
    internal async Task<LabelSource> OfAsync(ShippingLabel label, Order order, MarketplacePlatform platform, CancellationToken cancellationToken) =>
        (await AllAsync(order, platform, cancellationToken)).FirstOrDefault(source => source.Provider == label.Provider)
        ?? throw new RejectedException(label.Provider is null
            ? $"{platform.Descriptor.Name} sells no labels to this application."
            : "The account that this label is bought with was removed here. Enter its key again under Settings, Shipping labels.");

    /// <summary>Asks all of them what they offer for a parcel. One that refuses does not keep the others from offering.</summary>
    internal static async Task<LabelComparison> CompareAsync(IReadOnlyList<LabelSource> all, ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken)
    {
        var (offers, notes) = (new List<LabelOffer>(), new List<string>());
        var (sells, chooses, needsSize) = (false, false, false);
        foreach (var source in all)
        {
            try
            {
                var found = await source.Buyer.OffersAsync(connection, request, cancellationToken);
                offers.AddRange(found);
                sells |= source.Provider is null;
                chooses |= source.Provider is null && found.Count == 0;
            }
            catch (RejectedException refusal)
            {
                notes.Add(refusal.Message);
                needsSize |= refusal.Field is not null;
            }
            catch (NeedsReauthorizationException gone) when (source.Provider is not null)
            {
                notes.Add(gone.Message);
            }
        }

        return new LabelComparison(offers, notes, sells, chooses, needsSize);
    }

    private RemoteBuyer? BuyerOf(Order order)
    {
        try
        {
            return protector.Unprotect<RemoteBuyer>(order.ProtectedBuyer);
        }
        catch (CryptographicException)
        {
            // Without an address the provider's offers say what is missing.
            return null;
        }
    }
}

/// <summary>What all sources offer for a parcel.</summary>
/// <param name="Offers">The marketplace's first.</param>
/// <param name="Notes">Why a source offers nothing.</param>
/// <param name="MarketplaceSells">The marketplace would sell a label.</param>
/// <param name="MarketplaceChooses">It gives no choice: it would take a carrier of its own, at a price that it does not tell.</param>
/// <param name="NeedsSize">A source wants weight and size first.</param>
internal sealed record LabelComparison(IReadOnlyList<LabelOffer> Offers, IReadOnlyList<string> Notes, bool MarketplaceSells, bool MarketplaceChooses, bool NeedsSize)
{
    /// <summary>Why nothing is offered at all; null when something is.</summary>
    public string? Refusal => Offers.Count == 0 && !MarketplaceSells ? string.Join(" ", Notes) : null;

    /// <summary>The offers, with the marketplace's own choice among them where it gives none and others do.</summary>
    public IReadOnlyList<LabelOffer> WithOwnChoice(string marketplaceName) =>
        MarketplaceChooses && Offers.Count > 0 ? [new LabelOffer("", "The marketplace's own choice", marketplaceName, null, null, null), .. Offers] : Offers;
}
