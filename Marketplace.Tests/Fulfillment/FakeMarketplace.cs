using System.Runtime.CompilerServices;
using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Fulfillment;

/// <summary>A marketplace with a memory of its own: stores what it is told, and fails where a test wants it to.</summary>
internal sealed class FakeMarketplace : IShipmentConfirmer, ITrackingReplacer, IConnectFlow, IOrderFeed
{
    private readonly Queue<Func<ShipmentNotice, Exception?>> faults = new();
    private readonly Queue<Func<Action, Exception>> numberFaults = new();

    /// <summary>Parcels as the marketplace stored them, in order; a parcel told twice is stored twice.</summary>
    public List<ShipmentNotice> Stored { get; } = [];

    /// <summary>How often it was called to confirm.</summary>
    public int Calls { get; private set; }

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

    /// <summary>Says yes to parcels, and forgets this many of them.</summary>
    public int Forgets { get; set; }

    /// <summary>Stores parcels without their tracking numbers.</summary>
    public bool DropsTracking { get; set; }

    /// <summary>Says yes to new numbers, and forgets this many of them.</summary>
    public int ForgetsNumbers { get; set; }

    public TrackingReplacementTerms Terms { get; set; } = new(null, null);

    /// <summary>Orders as it shows them; asked in turn, the last one for good.</summary>
    public Queue<RemoteOrder> Orders { get; } = new();

    public string? MissingSetting => null;

    /// <summary>The next call ends with the exception; nothing is stored.</summary>
    public void FailNext(Exception exception) => faults.Enqueue(_ => exception);

    /// <summary>The next call is carried out, and its answer is lost.</summary>
    public void LoseNextAnswer() => faults.Enqueue(notice =>
    {
        Stored.Add(notice);
        return new TransientException("The connection was reset.") { OutcomeUnknown = true };
    });

    /// <summary>The next call is lost before it is carried out, which looks the same from here.</summary>
    public void LoseNextCall() => faults.Enqueue(_ => new TransientException("The connection was reset.") { OutcomeUnknown = true });

    public Task<ShipmentReceipt> ConfirmAsync(ConnectionContext connection, ShipmentNotice notice, CancellationToken cancellationToken)
    {
        Calls++;
        if (faults.TryDequeue(out var fault) && fault(notice) is { } failure)
        {
            throw failure;
        }

        if (Forgets > 0)
        {
            Forgets--;
        }
        else
        {
            Stored.Add(notice);
        }

        return Task.FromResult(new ShipmentReceipt(IdOf(notice), null));
    }

    public Task ReplaceAsync(ConnectionContext connection, TrackingReplacement replacement, CancellationToken cancellationToken)
    {
        Calls++;
        void Keep()
        {
            Stored.RemoveAll(s => IdOf(s) == replacement.ExternalShipmentId && s.TrackingNumber == replacement.OldTrackingNumber);
            Stored.Add(replacement.Parcel);
        }

        if (numberFaults.TryDequeue(out var fault))
        {
            throw fault(Keep);
        }

        if (ForgetsNumbers-- <= 0)
        {
            Keep();
        }

        return Task.CompletedTask;
    }

    /// <summary>The next new number is refused or lost; with <paramref name="kept"/>, it is carried out all the same.</summary>
    public void FailNextNumber(Exception exception, bool kept = false) => numberFaults.Enqueue(keep =>
    {
        if (kept)
        {
            keep();
        }

        return exception;
    });

    public Task<IReadOnlyList<RemoteShipment>> ReadAsync(ConnectionContext connection, string externalOrderId, string? orderPlatformData, CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult<IReadOnlyList<RemoteShipment>>([.. Stored.Where(s => s.ExternalOrderId == externalOrderId)
            .Select(s => new RemoteShipment(IdOf(s), DropsTracking ? null : s.TrackingNumber, s.CarrierCode, s.Lines.ToDictionary(l => l.ExternalLineId, l => l.Quantity)))]);
    }

    public Task<IReadOnlyList<Carrier>> CarriersAsync(ConnectionContext connection, CancellationToken cancellationToken) =>
        Task.FromResult(Descriptor.Carriers);

    public async IAsyncEnumerable<RemotePage<RemoteOrder>> ListAsync(ConnectionContext connection, DateTimeOffset? changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        yield return new RemotePage<RemoteOrder>([.. Orders], Orders.Count, []);
    }

    public Task<RemoteOrder?> GetAsync(ConnectionContext connection, string externalOrderId, CancellationToken cancellationToken) =>
        Task.FromResult(Orders.Count > 1 ? Orders.Dequeue() : Orders.TryPeek(out var last) ? last : null);

    public Uri ConsentUrl(ConsentRequest request) => new("https://consent.invalid/");

    public ConsentGrant ReadCallback(IReadOnlyDictionary<string, string> query) => throw new ConsentFailedException("Not part of this marketplace.");

    public Task<IReadOnlyList<AuthorizedStore>> ExchangeAsync(ConsentGrant grant, ConsentRequest request, CancellationToken cancellationToken) =>
        throw new ConsentFailedException("Not part of this marketplace.");

    public Task<TokenSet> RefreshAsync(TokenSet tokens, string region, CancellationToken cancellationToken) => Task.FromResult(tokens);

    public Task CheckAsync(ConnectionContext connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The platform that stands for it.</summary>
    public MarketplacePlatform Platform => new() { Descriptor = Descriptor, Connect = this, Shipments = this, TrackingReplacement = this, Orders = this };

    /// <summary>Letters and digits only, at most 30; no carriers but its own.</summary>
    public static MarketplaceDescriptor Descriptor { get; } = new()
    {
        Key = new MarketplaceKey("bazaar"),
        Name = "Bazaar",
        Color = "#336699",
        IconSvg = "",
        Regions = [new MarketplaceRegion("EU", "Europe")],
        Tracking = new TrackingRules(30, "^[A-Za-z0-9]+$", "letters and digits only"),
        Carriers = [new Carrier("UPS_B", "UPS"), new Carrier("USPS", "USPS"), new Carrier("RoyalMail", "Royal Mail"), new Carrier("FEDEX", "FedEx"), new Carrier("Other", "Other")],
    };

    private static string IdOf(ShipmentNotice notice) => $"{notice.ExternalOrderId}/{notice.PackageNumber}";
}
