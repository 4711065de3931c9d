using System.ComponentModel.DataAnnotations;

namespace Marketplace.Web.Endpoints;

/// <summary>Settings under <c>Api</c>.</summary>
public sealed class ApiOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Api";

    /// <summary>
    /// Address at which sellers and marketplaces reach the application: for the callback that marketplaces are told, and for their
    /// notifications, which need it. Without it a callback takes the address of the request, and no notifications are asked for.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Requests a minute of one seller, or of one network address without a sign-in.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Sign-ins a minute from one network address.</summary>
    [Range(1, 1_000_000)]
    public int SignInsPerMinute { get; set; } = 20;
}
