using System.Collections.Concurrent;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>The carriers that TikTok Shop accepts for a delivery option, remembered for a day.</summary>
internal sealed class TikTokCarriers(TikTokApi api, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private readonly ConcurrentDictionary<(Guid Connection, string Option), (DateTimeOffset At, IReadOnlyList<Carrier> Carriers)> known = new();

    /// <summary>Carriers of one delivery option; none where TikTok Shop delivers itself.</summary>
    public async Task<IReadOnlyList<Carrier>> OfOptionAsync(ConnectionContext connection, string deliveryOptionId, CancellationToken cancellationToken)
    {
        var key = (connection.ConnectionId, deliveryOptionId);
        if (known.TryGetValue(key, out var entry) && time.GetUtcNow() - entry.At < Kept)
        {
            return entry.Carriers;
        }

        var carriers = await FetchAsync(connection, deliveryOptionId, cancellationToken);
        known[key] = (time.GetUtcNow(), carriers);
        return carriers;
    }

    /// <summary>Carriers that a shop may use for any of its orders.</summary>
    public async Task<IReadOnlyList<Carrier>> OfShopAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var carriers = new Dictionary<string, Carrier>();
        foreach (var option in await OptionsAsync(connection, cancellationToken))
        {
            foreach (var carrier in await OfOptionAsync(connection, option, cancellationToken))
            {
                carriers[carrier.Code] = carrier;
            }
        }

        return [.. carriers.Values.OrderBy(carrier => carrier.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The carrier of a parcel, by its id.</summary>
    /// <exception cref="RejectedException">The order's delivery option does not offer it; the message names those that it offers.</exception>
    public async Task<Carrier> ForAsync(ConnectionContext connection, string? deliveryOptionId, ShipmentNotice notice, CancellationToken cancellationToken)
    {
        var choices = string.IsNullOrEmpty(deliveryOptionId)
            ? await OfShopAsync(connection, cancellationToken)
            : await OfOptionAsync(connection, deliveryOptionId, cancellationToken);
        return TikTokCarrierMatch.Find(choices, notice.CarrierCode, notice.CarrierName)
            ?? throw new RejectedException($"TikTok Shop does not offer the carrier \"{notice.CarrierName}\" for this order. It offers: {string.Join(", ", choices.Select(choice => choice.Name))}.")
            {
                Field = "shipping_provider_id",
                Operation = TikTokOperations.GetShippingProviders.Name,
            };
    }

    private async Task<IReadOnlyCollection<string>> OptionsAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var warehouses = await api.CallAsync<TikTokWarehouses>(
            connection, new TikTokCall(TikTokOperations.GetWarehouseList, HttpMethod.Get, "/logistics/202309/warehouses"), cancellationToken);
        var options = new HashSet<string>();
        foreach (var warehouse in (warehouses.Warehouses ?? []).Where(warehouse => warehouse is { Type: "SALES_WAREHOUSE", EffectStatus: not "DISABLED" }))
        {
            var answer = await api.CallAsync<TikTokDeliveryOptions>(
                connection,
                new TikTokCall(TikTokOperations.GetWarehouseDeliveryOptions, HttpMethod.Get, $"/logistics/202309/warehouses/{warehouse.Id}/delivery_options"),
                cancellationToken);
            options.UnionWith((answer.DeliveryOptions ?? []).Select(option => option.Id));
        }

        return options;
    }

    private async Task<IReadOnlyList<Carrier>> FetchAsync(ConnectionContext connection, string deliveryOptionId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await api.CallAsync<TikTokProviders>(
                connection,
                new TikTokCall(TikTokOperations.GetShippingProviders, HttpMethod.Get, $"/logistics/202309/delivery_options/{deliveryOptionId}/shipping_providers"),
                cancellationToken);
            return [.. (answer.ShippingProviders ?? []).Where(provider => provider is { Id: not null, Name: not null }).Select(provider => new Carrier(provider.Id!, provider.Name!))];
        }
        catch (RejectedException exception) when (exception.RawCode == TikTokErrors.NoProviders)
        {
            return [];
        }
    }
}
