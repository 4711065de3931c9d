namespace Marketplace.Web.Endpoints.Reference;

/// <summary>Names of operations, of which generated clients make their methods; they follow from method and path, so they stay while those do.</summary>
internal static class OperationNames
{
    private static readonly string[] Common = ["api", "v1", "platforms"];

    /// <summary>"GET /api/v1/platforms/orders/{orderId}/actions" is "getOrdersByOrderIdActions".</summary>
    public static string Of(string method, string path) => method.ToLowerInvariant() + string.Concat(
        path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Except(Common).Select(part => part.StartsWith('{') ? $"By{Words(part.Trim('{', '}').Split(':')[0])}" : Words(part)));

    private static string Words(string part) => string.Concat(part.Split('-', '.').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
