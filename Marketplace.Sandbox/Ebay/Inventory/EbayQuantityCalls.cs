using System.Globalization;
using System.Text.Json;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Inventory;

/// <summary>bulkUpdatePriceQuantity: the call as a whole says nothing, each SKU or offer has its own status.</summary>
internal sealed class EbayQuantityCalls(EbayStore store, SandboxOptions options)
{
    private const int MostInBulk = 25;
    private const int RevisionsPerDay = 250;
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>POST /bulk_update_price_quantity.</summary>
    public SandboxReply Update(SandboxCall call)
    {
        if (Parse(call)?.Requests is not { Count: > 0 } requests || requests.Any(request => string.IsNullOrEmpty(request.Sku)))
        {
            return EbayRefusal.Inventory(400, 25709, "Invalid value for requests.", "requests");
        }

        if (requests.Sum(request => Math.Max(1, request.Offers?.Count ?? 0)) > MostInBulk)
        {
            return EbayRefusal.Inventory(400, 25709, $"Invalid value for requests. At most {MostInBulk} can be sent at once.", "requests", $"{requests.Count}");
        }

        return store.Write(s =>
        {
            var answers = requests.SelectMany((request, i) => call.Fault == FaultKind.Partial && (requests.Count - i) % 2 == 1
                ? [new Answer(request.Sku!, null, 500, [EbayRefusal.InventoryTrouble])]
                : Apply(s, request, keep: call.Fault != FaultKind.Ignored)).ToList();
            return SandboxReply.OfJson(answers.TrueForAll(answer => answer.StatusCode == 200) ? 200 : 207, new { responses = answers });
        });
    }

    private IEnumerable<Answer> Apply(EbayStore s, QuantityRequest request, bool keep)
    {
        if (s.Item(request.Sku!) is not { } listing)
        {
            return [new Answer(request.Sku!, null, 404, [EbayItemCalls.NoSku(request.Sku!)])];
        }

        var offers = request.Offers ?? [];
        var wanted = offers.Select(offer => offer.AvailableQuantity).LastOrDefault(quantity => quantity is not null) ?? request.ShipToLocationAvailability?.Quantity;
        if (wanted < 0 || request.ShipToLocationAvailability?.Quantity < 0)
        {
            return [new Answer(request.Sku!, null, 400, [EbayRefusal.InventoryFault(25709, "Invalid value for availableQuantity. It must be 0 or more.", "availableQuantity", $"{wanted}")])];
        }

        if (wanted is null && offers.All(offer => offer.Price is null))
        {
            return [new Answer(request.Sku!, null, 400, [EbayRefusal.InventoryFault(25709, "Invalid value for shipToLocationAvailability.", "shipToLocationAvailability")])];
        }

        var foreign = offers.FirstOrDefault(offer => offer.OfferId != listing.OfferId);
        if (foreign is not null)
        {
            return [new Answer(request.Sku!, foreign.OfferId, 400, [EbayRefusal.InventoryFault(25709, "Invalid value for offerId.", "offerId", foreign.OfferId)])];
        }

        var day = s.Now.AddDays(-1);
        if (options.EnforceLimits && listing.Changes.Count(change => change.Cause == "update" && change.Time > day) >= RevisionsPerDay)
        {
            return [new Answer(request.Sku!, null, 400, [EbayRefusal.InventoryFault(25002, $"A user error has occurred. The listing has been revised {RevisionsPerDay} times today.")])];
        }

        if (keep)
        {
            Store(s, listing, wanted, offers);
        }

        return offers.Count == 0 ? [new Answer(request.Sku!, null, 200, [])] : offers.Select(offer => new Answer(request.Sku!, offer.OfferId, 200, []));
    }

    private static void Store(EbayStore s, EbayListing listing, int? quantity, IReadOnlyList<OfferQuantity> offers)
    {
        if (quantity is { } items)
        {
            listing.Set(items, "update", s.Now);
        }

        if (offers.LastOrDefault(offer => offer.Price?.Value is not null) is { Price.Value: { } price }
            && decimal.TryParse(price, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount))
        {
            listing.PriceCents = (long)Math.Round(amount * 100);
        }
    }

    private static Body? Parse(SandboxCall call)
    {
        try
        {
            return JsonSerializer.Deserialize<Body>(call.Body, Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Body(IReadOnlyList<QuantityRequest>? Requests);

    private sealed record QuantityRequest(string? Sku, ShipToHome? ShipToLocationAvailability, IReadOnlyList<OfferQuantity>? Offers);

    private sealed record ShipToHome(int? Quantity);

    private sealed record OfferQuantity(string? OfferId, int? AvailableQuantity, EbayAmount? Price);

    private sealed record Answer(string Sku, string? OfferId, int StatusCode, IReadOnlyList<EbayFault> Errors);
}
