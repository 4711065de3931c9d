using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms;
using Marketplace.Core.Postage.EasyPost.Wire;

namespace Marketplace.Core.Postage.EasyPost;

/// <summary>Labels of the carriers that a seller's EasyPost account knows.</summary>
internal sealed class EasyPostLabels(EasyPostApi api) : IShippingLabels
{
    private const string TestPrefix = "EZTK";
    private const string ProductionPrefix = "EZAK";
    private const double GramsPerOunce = 28.349523125;
    private const double MillimetresPerInch = 25.4;

    /// <inheritdoc />
    public string Key => "easypost";

    /// <inheritdoc />
    public string Name => "EasyPost";

    /// <inheritdoc />
    public string KeyHint => "EasyPost shows it under Account Settings, API Keys. Production keys begin with EZAK, test keys with EZTK.";

    /// <inheritdoc />
    public string? KeyProblem(string apiKey) => apiKey.StartsWith(TestPrefix, StringComparison.Ordinal) || apiKey.StartsWith(ProductionPrefix, StringComparison.Ordinal)
        ? null
        : "This is no API key of EasyPost: those begin with EZAK or EZTK.";

    /// <inheritdoc />
    public bool IsTestKey(string apiKey) => apiKey.StartsWith(TestPrefix, StringComparison.Ordinal);

    /// <inheritdoc />
    public Task CheckKeyAsync(string apiKey, CancellationToken cancellationToken) =>
        api.SendAsync<JsonElement>(apiKey, HttpMethod.Get, "shipments?page_size=1", null, cancellationToken);

    /// <inheritdoc />
    public async Task<PostageQuote> QuoteAsync(string apiKey, PostageRequest request, CancellationToken cancellationToken)
    {
        var shipment = await api.SendAsync<EasyPostShipment>(apiKey, HttpMethod.Post, "shipments", new
        {
            shipment = new
            {
                reference = request.Reference,
                from_address = Address(request.From),
                to_address = Address(request.To),
                parcel = new
                {
                    length = Inches(request.SizeMillimetres.Length),
                    width = Inches(request.SizeMillimetres.Width),
                    height = Inches(request.SizeMillimetres.Height),
                    weight = RoundedUp(request.WeightGrams / GramsPerOunce),
                },
                options = new { label_format = "PDF" },
            },
        }, cancellationToken);
        var rates = shipment.Rates.Select(rate => new LabelOffer(rate.Id, Words(rate.Service), CarrierName(rate.Carrier), PriceOf(rate), null, rate.DeliveryDays)).OrderBy(offer => offer.Price?.Minor).ToList();
        return rates.Count > 0 ? new PostageQuote(shipment.Id, rates) : throw new RejectedException(NoRates(shipment));
    }

    /// <inheritdoc />
    public async Task<PostageLabel> BuyAsync(string apiKey, string parcelId, string rateId, CancellationToken cancellationToken)
    {
        try
        {
            return LabelOf(await api.SendAsync<EasyPostShipment>(apiKey, HttpMethod.Post, $"shipments/{Uri.EscapeDataString(parcelId)}/buy", new { rate = new { id = rateId } }, cancellationToken))
                ?? throw new TransientException("EasyPost sold the label but does not show it yet.") { OutcomeUnknown = true };
        }
        catch (RejectedException refusal) when (refusal.RawCode == EasyPostApi.AlreadyBought)
        {
            // An earlier try got through although its answer did not.
            return await FindAsync(apiKey, parcelId, cancellationToken) ?? throw new TransientException("EasyPost sold the label but does not show it yet.");
        }
    }

    /// <inheritdoc />
    public async Task<PostageLabel?> FindAsync(string apiKey, string parcelId, CancellationToken cancellationToken) =>
        LabelOf(await api.SendAsync<EasyPostShipment>(apiKey, HttpMethod.Get, $"shipments/{Uri.EscapeDataString(parcelId)}", null, cancellationToken));

    /// <inheritdoc />
    public async Task RefundAsync(string apiKey, string parcelId, CancellationToken cancellationToken)
    {
        var path = $"shipments/{Uri.EscapeDataString(parcelId)}";
        var before = await api.SendAsync<EasyPostShipment>(apiKey, HttpMethod.Get, path, null, cancellationToken);
        if (before.RefundStatus is "submitted" or "refunded")
        {
            return;
        }

        var after = await api.SendAsync<EasyPostShipment>(apiKey, HttpMethod.Post, $"{path}/refund", null, cancellationToken);
        if (after.RefundStatus is "rejected" or "not_applicable")
        {
            throw new RejectedException(after.RefundStatus == "rejected"
                ? "The carrier does not take this label back: it was used, or it is too old."
                : "This carrier bills labels when they are scanned, so an unused one costs nothing and is not refunded.");
        }
    }

    private static PostageLabel? LabelOf(EasyPostShipment shipment) =>
        shipment is { TrackingCode: { Length: > 0 } number, PostageLabel: { } label } && (label.LabelPdfUrl ?? label.LabelUrl) is { } address
            ? new PostageLabel(
                shipment.Id, number, CarrierName(shipment.SelectedRate?.Carrier ?? ""), shipment.SelectedRate is { } rate ? PriceOf(rate) : null, new Uri(address),
                label.LabelPdfUrl is not null ? "application/pdf" : label.LabelFileType ?? "application/pdf")
            : null;

    private static string NoRates(EasyPostShipment shipment)
    {
        var reasons = shipment.Messages.Where(m => m.Message is not null).Select(m => $"{CarrierName(m.Carrier ?? "")}: {m.Message}").Distinct().Take(3).ToList();
        return reasons.Count > 0
            ? $"No carrier of your EasyPost account takes this parcel. {string.Join(" ", reasons)}"
            : "No carrier of your EasyPost account takes this parcel. Add a carrier account at EasyPost, or change weight and size.";
    }

    private static object Address(PostalAddress address) => new
    {
        name = address.Name,
        company = address.Company,
        street1 = address.Street,
        street2 = address.Street2,
        city = address.City,
        state = address.State,
        zip = address.PostalCode,
        country = address.Country.ToUpperInvariant(),
        phone = address.Phone,
    };

    private static Money PriceOf(EasyPostRate rate) => Money.Parse(rate.Rate, rate.Currency);

    private static double Inches(int millimetres) => RoundedUp(millimetres / MillimetresPerInch);

    // Carriers bill the next tenth; rounding down would make the label too cheap and the parcel come back.
    private static double RoundedUp(double value) => Math.Ceiling(Math.Round(value * 10, 6)) / 10;

    // EasyPost names its own accounts at a carrier apart ("UPSDAP", "FedExDefault"); sellers and marketplaces know the carrier.
    private static string CarrierName(string carrier) =>
        carrier.StartsWith("UPS", StringComparison.OrdinalIgnoreCase) ? "UPS"
        : carrier.StartsWith("FedEx", StringComparison.OrdinalIgnoreCase) ? "FedEx"
        : carrier.StartsWith("DHL", StringComparison.OrdinalIgnoreCase) ? "DHL"
        : carrier;

    // "GroundAdvantage" → "Ground Advantage".
    private static string Words(string service) =>
        string.Concat(service.Select((letter, i) => i > 0 && char.IsUpper(letter) && char.IsLower(service[i - 1]) ? $" {letter}" : letter.ToString()));
}
