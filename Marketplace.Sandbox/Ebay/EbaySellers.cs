using Marketplace.Sandbox.Ebay.Oauth;

namespace Marketplace.Sandbox.Ebay;

/// <summary>A seller with a store of its own.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Name">User name.</param>
/// <param name="Site">Where the seller is at home.</param>
/// <param name="Opened">The store, which is filled when somebody first looks at it.</param>
internal sealed record EbaySeller(string Id, string Name, EbaySite Site, Lazy<EbayStore> Opened)
{
    /// <summary>Listings and orders.</summary>
    public EbayStore Store => Opened.Value;
}

/// <summary>All sellers of the sandbox. Tokens belong to one of them, and each sees its own store alone.</summary>
internal sealed class EbaySellers
{
    private static readonly (string Id, string Name)[] Known =
        [(EbayKeyset.SellerId, EbayKeyset.SellerName), ("9cLr4nYzUvb", "tern_and_co"), ("3hPs6pBxWqd", "millrace_werkstatt")];

    public EbaySellers(SandboxOptions options, TimeProvider time) => All =
    [
        .. Known.Select((seller, i) => new EbaySeller(
            seller.Id, seller.Name, EbaySite.All[i], new Lazy<EbayStore>(() => new EbayStore(options, EbaySite.All[i], seller.Name, i, time)))),
    ];

    /// <summary>All, the usual one first.</summary>
    public IReadOnlyList<EbaySeller> All { get; }

    /// <summary>A seller by user name; null for a stranger.</summary>
    public EbaySeller? Named(string? name) => All.FirstOrDefault(seller => string.Equals(seller.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The seller behind an id.</summary>
    public EbaySeller Of(string id) => All.First(seller => seller.Id == id);

    /// <summary>What the first store that knows it says of something.</summary>
    public T? Find<T>(Func<EbayStore, T?> read)
        where T : class => All.Where(seller => seller.Opened.IsValueCreated).Select(seller => seller.Store.Read(read)).FirstOrDefault(found => found is not null);
}
