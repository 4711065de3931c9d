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

    /// <summary>Requests a minute of one caller: a personal key, an account, or a network address without a sign-in.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Requests a minute of one network address, whoever signs in there.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinutePerAddress { get; set; } = 1800;

    /// <summary>Seconds that a request may take; work that takes longer answers 202 and goes on in the background.</summary>
    [Range(1, 3600)]
    public int RequestTimeoutSeconds { get; set; } = 100;

    /// <summary>Sign-ins a minute from one network address.</summary>
    [Range(1, 1_000_000)]
    public int SignInsPerMinute { get; set; } = 20;
}
