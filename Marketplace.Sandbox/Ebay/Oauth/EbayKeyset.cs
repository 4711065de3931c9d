namespace Marketplace.Sandbox.Ebay.Oauth;

/// <summary>The one application that this sandbox knows, and its usual seller.</summary>
internal static class EbayKeyset
{
    public const string ClientId = "Sandbox-Marketpl-SBX-1a2b3c4d5-6e7f8091";
    public const string ClientSecret = "SBX-a2b3c4d56e7f-8091-4a2b-9c3d-4e5f";
    public const string RuName = "Sandbox_Seller-Sandbox-Market-sbxruname";
    public const string VerificationToken = "sandbox-verification-token-0123456789abcdef";
    public const string SellerId = "7fKq2mWxTsa";
    public const string SellerName = "harbour_and_pine";
    public const string ScopeRoot = "https://api.ebay.com/oauth/api_scope";

    /// <summary>The scopes of the ready consent link.</summary>
    public static readonly string[] UsualScopes =
    [
        ScopeRoot, ScopeRoot + "/sell.fulfillment", ScopeRoot + "/sell.inventory", ScopeRoot + "/sell.finances",
        ScopeRoot + "/commerce.identity.readonly", ScopeRoot + "/commerce.notification.subscription",
    ];

    /// <summary>A list of scopes as clients send it: separated by spaces, which some clients encode once too often.</summary>
    public static IReadOnlySet<string> Scopes(string? text) =>
        (text ?? "").Replace("%20", " ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();

    /// <summary>Whether eBay has such a scope.</summary>
    public static bool Exists(string scope) => scope == ScopeRoot || scope.StartsWith(ScopeRoot + "/", StringComparison.Ordinal);
}
