namespace Marketplace.Web.Features.Fulfillment;

/// <summary>Address of the table of carriers.</summary>
public static class CarriersUrl
{
    /// <summary>The page.</summary>
    public const string Page = "carriers";
}
