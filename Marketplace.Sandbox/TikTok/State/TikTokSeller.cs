using System.Globalization;

namespace Marketplace.Sandbox.TikTok.State;

/// <summary>A seller with shops of its own. They open when somebody first asks for them, so that sellers whom nobody visits cost nothing.</summary>
internal sealed class TikTokSeller
{
    private static readonly (string Name, string Shop, string? Markets)[] All =
    [
        ("harbour_lane_goods", "Harbour Lane Goods", null), ("tern_and_co", "Tern & Co", "GB"), ("millrace_werkstatt", "Millrace Werkstatt", "US,GB"),
    ];

    // Ids of shops are told apart by this much.
    private const int ShopsOfASeller = 10;
    private readonly Lazy<IReadOnlyList<TikTokShop>> shops;
    private readonly int number;

    private TikTokSeller(int number, SandboxOptions options, Action<TikTokShop> opened, TimeProvider time)
    {
        this.number = number;
        var markets = (All[number].Markets ?? options.TikTok.Markets).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        shops = new Lazy<IReadOnlyList<TikTokShop>>(() =>
        {
            TikTokShop[] open = [.. markets.Select((market, i) => new TikTokShop((number * ShopsOfASeller) + i, i == 0 ? All[number].Shop : $"{All[number].Shop} {market}", market, options, time.GetUtcNow()))];
            Array.ForEach(open, opened);
            return open;
        });
    }

    /// <summary>User name.</summary>
    public string Name => All[number].Name;

    /// <summary>What the seller is called on pages.</summary>
    public string Title => All[number].Shop;

    /// <summary>TikTok Shop's id of the seller for this app.</summary>
    public string OpenId(int seed) => string.Create(CultureInfo.InvariantCulture, $"sandbox-seller-{seed}{(number == 0 ? "" : $"-{number}")}");

    /// <summary>The shops, the first one first.</summary>
    public IReadOnlyList<TikTokShop> Shops => shops.Value;

    /// <summary>Whether somebody has asked for the shops.</summary>
    public bool IsOpen => shops.IsValueCreated;

    /// <summary>How this seller's tokens of a kind begin.</summary>
    public string Kind(string kind) => number == 0 ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");

    /// <summary>All sellers, the usual one first.</summary>
    /// <param name="options">The sandbox's; the first seller has shops in its markets.</param>
    /// <param name="opened">Hears of each shop that opens.</param>
    /// <param name="time">The clock.</param>
    public static IReadOnlyList<TikTokSeller> Of(SandboxOptions options, Action<TikTokShop> opened, TimeProvider time) =>
        [.. Enumerable.Range(0, All.Length).Select(number => new TikTokSeller(number, options, opened, time))];
}
