using System.ComponentModel.DataAnnotations;

namespace Marketplace.Web.Observability;

/// <summary>Settings under <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions : IValidatableObject
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Telemetry";

    /// <summary>Whether <c>/metrics</c> answers in the form that Prometheus reads. It tells counts and times, and no names.</summary>
    public bool Prometheus { get; set; }

    /// <summary>Address of an OpenTelemetry collector that metrics and traces are sent to; null sends none.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        OtlpEndpoint is null or { IsAbsoluteUri: true, Scheme: "http" or "https" } ? []
        : [new ValidationResult($"{Section}:{nameof(OtlpEndpoint)} must be a full address, such as http://localhost:4317.", [nameof(OtlpEndpoint)])];
}
