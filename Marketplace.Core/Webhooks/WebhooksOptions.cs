using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Webhooks;

/// <summary>Settings under <c>Webhooks</c>.</summary>
public sealed class WebhooksOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Webhooks";

    /// <summary>Minutes between two checks that a marketplace still has a store's subscriptions.</summary>
    [Range(1, 10_080, ErrorMessage = "Webhooks:CheckMinutes must be between 1 and 10080.")]
    public int CheckMinutes { get; set; } = 360;

    /// <summary>Minutes until a store without subscriptions is tried again.</summary>
    [Range(1, 10_080, ErrorMessage = "Webhooks:RetryMinutes must be between 1 and 10080.")]
    public int RetryMinutes { get; set; } = 15;

    /// <summary>Days for which believed notifications are kept in the log; refused ones are kept for a day.</summary>
    [Range(1, 365, ErrorMessage = "Webhooks:KeptDays must be between 1 and 365.")]
    public int KeptDays { get; set; } = 14;
}
