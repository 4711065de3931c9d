using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.EasyPost;

/// <summary>EasyPost's REST API (v2) as a local server: shipments with rates, purchase, label paper, refund. Refuses what the real one refuses.</summary>
public sealed class EasyPostSandbox : ISandboxService
{
    /// <summary>A key that is accepted, and whose labels count as real here.</summary>
    public const string ProductionKey = "EZAKsandbox0000000000000000000000";

    /// <summary>A key that is accepted, and whose labels are specimens.</summary>
    public const string TestKey = "EZTKsandbox0000000000000000000000";

    private static readonly string[] Sides = ["from_address", "to_address"];
    private static readonly string[] AddressFields = ["street1", "city", "zip", "country"];
    private static readonly string[] ParcelFields = ["weight", "length", "width", "height"];
    private readonly EasyPostShipments shipments = new();

    /// <summary>Makes one without shipments.</summary>
    public EasyPostSandbox() => Operations = new OperationTable()
        .Add("listShipments", "GET", "api", "/v2/shipments", Guarded(_ => SandboxReply.OfJson(200, new JsonObject { ["shipments"] = new JsonArray(), ["has_more"] = false })), rate: 5, burst: 5)
        .Add("createShipment", "POST", "api", "/v2/shipments", Guarded(call => Create(call)))
        .Add("getShipment", "GET", "api", "/v2/shipments/{id}", Guarded(call => Answer(call, shipments.Find(call.Path["id"]))))
        .Add("buyShipment", "POST", "api", "/v2/shipments/{id}/buy", Guarded(call => Buy(call)))
        .Add("refundShipment", "POST", "api", "/v2/shipments/{id}/refund", Guarded(call => Refund(call)))
        .Add("labelFile", "GET", "files", "/labels/{file}", call => shipments.Paper(call.Path["file"]) is { } paper ? new SandboxReply(200, paper, "application/pdf") : SandboxReply.Empty(404));

    /// <inheritdoc />
    public string Key => "easypost";

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Hosts { get; } = new Dictionary<string, string> { ["api"] = "api.easypost.com", ["files"] = "easypost-files.s3.us-west-2.amazonaws.com" };

    /// <inheritdoc />
    public OperationTable Operations { get; }

    /// <summary>Labels that were bought and not given back.</summary>
    public IReadOnlyList<string> BoughtTrackingCodes => shipments.Bought;

    /// <inheritdoc />
    public SandboxReply FaultReply(FaultKind kind, SandboxCall call) => kind switch
    {
        FaultKind.Throttle => Error(429, "RATE_LIMITED", "Too many requests, please slow down."),
        FaultKind.ExpiredToken => Error(401, "APIKEY.INACTIVE", "This API key is no longer active."),
        _ => Error(500, "INTERNAL_SERVER_ERROR", "We're sorry, something went wrong."),
    };

    /// <inheritdoc />
    public SandboxReply UnknownPath(SandboxCall call) => Error(404, "NOT_FOUND", "The requested resource could not be found.");

    private static SandboxHandler Guarded(SandboxHandler handler) => call =>
        KeyOf(call) is ProductionKey or TestKey ? handler(call) : Error(401, "APIKEY.MISSING", "Invalid or missing API key.");

    private static string? KeyOf(SandboxCall call)
    {
        const string Scheme = "Basic ";
        if (call.Header("Authorization") is not { } header || !header.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return null;
        }

        var bytes = new byte[header.Length];
        var text = Convert.TryFromBase64String(header[Scheme.Length..], bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";

        // The key is the user name; a password must not follow.
        return text.EndsWith(':') ? text[..^1] : null;
    }

    private SandboxReply Create(SandboxCall call)
    {
        if (Body(call)?["shipment"] is not JsonObject wanted)
        {
            return Error(422, "PARAMETER.REQUIRED", "Missing required parameter: shipment");
        }

        foreach (var side in Sides)
        {
            if (wanted[side] is not JsonObject address)
            {
                return Error(422, "SHIPMENT.INVALID_PARAMS", $"Unable to create shipment, one or more parameters were invalid: {side}");
            }

            foreach (var field in AddressFields)
            {
                if (string.IsNullOrWhiteSpace((string?)address[field]))
                {
                    return Error(422, "ADDRESS.PARAMETERS.INVALID", $"Missing required parameter: {side}[{field}]");
                }
            }
        }

        if (wanted["parcel"] is not JsonObject parcel || !ParcelFields.All(field => parcel[field] is JsonValue value && value.TryGetValue(out double number) && number > 0))
        {
            return Error(422, "PARCEL.PARAMETERS.INVALID", "Parcel weight, length, width and height must be positive numbers.");
        }

        if ((string?)wanted["from_address"]!["country"] != (string?)wanted["to_address"]!["country"] && wanted["customs_info"] is null)
        {
            return Error(422, "SHIPMENT.CUSTOMS_INFO.MISSING", "Customs information is required for international shipments.");
        }

        return Answer(call, shipments.Create(wanted, KeyOf(call) == TestKey), 201);
    }

    private SandboxReply Buy(SandboxCall call)
    {
        if (shipments.Find(call.Path["id"]) is not { } shipment)
        {
            return NotFound();
        }

        if (shipment.TrackingCode is not null)
        {
            return Error(422, "SHIPMENT.POSTAGE.EXISTS", "Postage already exists for this shipment, cannot purchase again.");
        }

        return (string?)Body(call)?["rate"]?["id"] is { } rate && shipments.Buy(shipment, rate)
            ? Answer(call, shipment)
            : Error(422, "SHIPMENT.POSTAGE.RATE.INVALID", "The rate does not belong to this shipment.");
    }

    private SandboxReply Refund(SandboxCall call)
    {
        if (shipments.Find(call.Path["id"]) is not { } shipment)
        {
            return NotFound();
        }

        if (shipment.TrackingCode is null)
        {
            return Error(422, "SHIPMENT.REFUND.UNAVAILABLE", "Shipment has no postage to refund.");
        }

        shipment.RefundStatus = "submitted";
        return Answer(call, shipment);
    }

    private static SandboxReply Answer(SandboxCall call, EasyPostParcel? shipment, int status = 200) =>
        shipment is null ? NotFound() : SandboxReply.OfJson(status, shipment.ToJson(string.Create(CultureInfo.InvariantCulture, $"{call.Origin}/sandbox/easypost/files/labels/")));

    private static JsonNode? Body(SandboxCall call)
    {
        try
        {
            return JsonNode.Parse(call.Text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SandboxReply NotFound() => Error(404, "NOT_FOUND", "The requested resource could not be found.");

    private static SandboxReply Error(int status, string code, string message) =>
        SandboxReply.OfJson(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["errors"] = new JsonArray() } });
}
