using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Webhooks;

/// <summary>Settings under <c>Webhooks</c>.</summary>
public sealed class WebhooksOptions : IValidatableObject
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

    /// <summary>
    /// Hours after which a notification is too old to be believed; longer than a marketplace's last try. What is kept must be kept for
    /// longer, so that a repeated delivery always finds the first.
    /// </summary>
    [Range(1, 240, ErrorMessage = "Webhooks:ToleratedHours must be between 1 and 240.")]
    public int ToleratedHours { get; set; } = 24;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => KeptDays * 24 > ToleratedHours ? []
        : [new ValidationResult($"Webhooks:KeptDays must be longer than Webhooks:ToleratedHours ({ToleratedHours} hours), or a repeated delivery would be taken for a new one.", [nameof(KeptDays)])];
}
