namespace Marketplace.Core.Platforms.Ebay.Api;

/// <summary>An item lacks something that it cannot be used without. The message names the field and carries no personal data.</summary>
internal sealed class EbayShapeException(string field) : Exception($"eBay sent it without a usable '{field}'.")
{
    /// <summary>The value, which must be there.</summary>
    public static T Need<T>(T? value, string field)
        where T : class => value ?? throw new EbayShapeException(field);

    /// <summary>The value, which must be there.</summary>
    public static T Need<T>(T? value, string field)
        where T : struct => value ?? throw new EbayShapeException(field);
}
