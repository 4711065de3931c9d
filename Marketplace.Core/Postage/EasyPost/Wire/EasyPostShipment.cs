using System.Text.Json.Serialization;

namespace Marketplace.Core.Postage.EasyPost.Wire;

/// <summary>A shipment as the API answers with it; only what is read here.</summary>
internal sealed record EasyPostShipment
{
    public string Id { get; init; } = "";

    [JsonPropertyName("tracking_code")]
    public string? TrackingCode { get; init; }

    [JsonPropertyName("refund_status")]
    public string? RefundStatus { get; init; }

    public IReadOnlyList<EasyPostRate> Rates { get; init; } = [];

    [JsonPropertyName("selected_rate")]
    public EasyPostRate? SelectedRate { get; init; }

    [JsonPropertyName("postage_label")]
    public EasyPostLabel? PostageLabel { get; init; }

    public IReadOnlyList<EasyPostMessage> Messages { get; init; } = [];
}

/// <summary>A price of a service.</summary>
internal sealed record EasyPostRate
{
    public string Id { get; init; } = "";

    public string Carrier { get; init; } = "";

    public string Service { get; init; } = "";

    /// <summary>Decimal number in major units.</summary>
    public string Rate { get; init; } = "";

    public string Currency { get; init; } = "USD";

    [JsonPropertyName("delivery_days")]
    public int? DeliveryDays { get; init; }
}

/// <summary>Where the paper lies.</summary>
internal sealed record EasyPostLabel
{
    [JsonPropertyName("label_url")]
    public string? LabelUrl { get; init; }

    [JsonPropertyName("label_pdf_url")]
    public string? LabelPdfUrl { get; init; }

    [JsonPropertyName("label_file_type")]
    public string? LabelFileType { get; init; }
}

/// <summary>Why a carrier gives no rate.</summary>
internal sealed record EasyPostMessage
{
    public string? Carrier { get; init; }

    public string? Message { get; init; }
}

/// <summary>A refusal.</summary>
internal sealed record EasyPostFailure
{
    public EasyPostError? Error { get; init; }
}

/// <summary>Its reason.</summary>
internal sealed record EasyPostError
{
    public string? Code { get; init; }

    public string? Message { get; init; }
}
