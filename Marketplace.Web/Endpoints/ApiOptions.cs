using System.ComponentModel.DataAnnotations;

namespace Marketplace.Web.Endpoints;

/// <summary>Settings under <c>Api</c>.</summary>
public sealed class ApiOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Api";

    /// <summary>
    /// Address at which sellers reach the application, for the callback that marketplaces are told; needed behind a proxy that
    /// changes host or scheme. Without it the address of the request counts.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Requests a minute of one seller, or of one network address without a sign-in.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Sign-ins a minute from one network address.</summary>
    [Range(1, 1_000_000)]
    public int SignInsPerMinute { get; set; } = 20;
}
