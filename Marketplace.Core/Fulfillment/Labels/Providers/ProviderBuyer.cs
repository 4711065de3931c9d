using Marketplace.Core.Platforms;
using Marketplace.Core.Postage;

namespace Marketplace.Core.Fulfillment.Labels.Providers;

/// <summary>Buys labels of an independent provider in the form in which those of marketplaces are bought, for one order's recipient.</summary>
internal sealed class ProviderBuyer(OpenAccount account, RemoteBuyer? buyer) : ILabelBuyer
{
    public async Task<IReadOnlyList<LabelOffer>> OffersAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken)
    {
        var name = account.Provider.Name;
        if (request is not { WeightGrams: { } weight, SizeMillimetres: { } size })
        {
            throw new RejectedException($"{name}'s labels need the parcel's weight and size.") { Field = "weight" };
        }

        var quote = await account.Provider.QuoteAsync(account.ApiKey, new PostageRequest(request.ExternalOrderId, account.Sender, Recipient(name), weight, size), cancellationToken);
        return [.. quote.Rates.Select(rate => rate with { Id = ProviderOffer.Write(account.Provider.Key, quote.ParcelId, rate.Id), Name = $"{rate.Name} · {name}{(account.IsTest ? " (test)" : "")}" })];
    }

    public Task<HandoverChoices> HandoverAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new HandoverChoices(true, null, []));

    public async Task<BoughtLabel> BuyAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken)
    {
        var offer = ProviderOffer.Read(request.OfferId) ?? throw new RejectedException("Choose one of the offers first.");
        var label = await account.Provider.BuyAsync(account.ApiKey, offer.ParcelId, offer.RateId, cancellationToken);
        return new BoughtLabel(label.ParcelId, label.TrackingNumber, label.Carrier, label.Price);
    }

    public async Task<LabelDocument> DocumentAsync(ConnectionContext connection, string externalShipmentId, CancellationToken cancellationToken)
    {
        var label = await account.Provider.FindAsync(account.ApiKey, externalShipmentId, cancellationToken) ?? throw new TransientException("The label is still being made.");
        return new LabelDocument(label.Paper, label.MediaType, DateTimeOffset.MaxValue, label.TrackingNumber);
    }

    public Task VoidAsync(ConnectionContext connection, string externalShipmentId, CancellationToken cancellationToken) =>
        account.Provider.RefundAsync(account.ApiKey, externalShipmentId, cancellationToken);

    private PostalAddress Recipient(string name)
    {
        var to = new PostalAddress
        {
            Name = buyer?.Name,
            Company = buyer?.Company,
            Street = buyer?.AddressLines.FirstOrDefault() ?? "",
            Street2 = buyer is { AddressLines.Count: > 1 } ? string.Join(", ", buyer.AddressLines.Skip(1)) : null,
            City = buyer?.City ?? "",
            State = buyer?.State,
            PostalCode = buyer?.PostalCode ?? "",
            Country = buyer?.Country ?? "",
            Phone = buyer?.Phone,
        };
        if (to.Problem is { } problem)
        {
            throw new RejectedException($"{name} cannot address this parcel: {problem}. The marketplace may withhold it; then only the marketplace's own label will do.");
        }

        return string.Equals(to.Country, account.Sender.Country, StringComparison.OrdinalIgnoreCase)
            ? to
            : throw new RejectedException($"Parcels to another country need a customs declaration, which is not made here. Buy this label on {name}'s own pages and enter its tracking number.");
    }
}

/// <summary>Ids of providers' offers: they name provider, parcel and rate, so that buying needs nothing else.</summary>
internal static class ProviderOffer
{
    private const string Mark = "postage";
    private const char Between = '|';

    /// <summary>The id of an offer.</summary>
    public static string Write(string provider, string parcelId, string rateId) => string.Join(Between, Mark, provider, parcelId, rateId);

    /// <summary>What an id names; null where it is a marketplace's.</summary>
    public static (string Provider, string ParcelId, string RateId)? Read(string? offerId) =>
        offerId?.Split(Between) is [Mark, var provider, var parcel, var rate] ? (provider, parcel, rate) : null;
}
