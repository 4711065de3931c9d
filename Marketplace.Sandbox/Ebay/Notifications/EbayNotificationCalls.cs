using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Notifications;

/// <summary>The alert address, destinations and public keys of the Notification API.</summary>
internal sealed partial class EbayNotificationCalls(EbayMailbox mailbox, EbayCourier courier, EbayChallenge challenge, EbaySandboxOptions options)
{
    /// <summary>Path of the API.</summary>
    public const string Root = "/commerce/notification/v1";

    /// <summary>GET /config.</summary>
    public SandboxReply GetConfig(SandboxCall call) => mailbox.AlertEmail is { } email
        ? SandboxReply.OfJson(200, new { alertEmail = email })
        : Refuse(404, 195026, "Configuration Not Found.", "APPLICATION");

    /// <summary>PUT /config.</summary>
    public SandboxReply SetConfig(SandboxCall call)
    {
        if (Text(Parse(call), "alertEmail") is not { } email || !email.Contains('@', StringComparison.Ordinal))
        {
            return Refuse(400, 195025, "Invalid or missing email.");
        }

        mailbox.AlertEmail = email;
        return SandboxReply.Empty(204);
    }

    /// <summary>GET /destination.</summary>
    public SandboxReply Destinations(SandboxCall call) => EbayPaging.Answer(
        call, $"{Root}/destination", "destinations", [.. mailbox.Destinations.Select(destination => (object)Json(destination))]);

    /// <summary>POST /destination: the address is challenged before the answer.</summary>
    public SandboxReply AddDestination(SandboxCall call)
    {
        var body = Parse(call);
        var delivery = body is { ValueKind: JsonValueKind.Object } && body.Value.TryGetProperty("deliveryConfig", out var config) ? config : (JsonElement?)null;
        var refusal = mailbox.AlertEmail is null
            ? Refuse(409, 195003, "Please provide configurations required for notifications. Refer to /config")
            : Problem(body, delivery, mailbox.Destinations);
        if (refusal is not null)
        {
            return refusal;
        }

        var destination = mailbox.Add(Text(body, "name") ?? "", Text(delivery, "endpoint")!, Text(delivery, "verificationToken")!);
        return SandboxReply.Empty(201).With("Location", EbayWire.Link(call, $"{Root}/destination/{destination.Id}"));
    }

    /// <summary>GET /destination/{destination_id}.</summary>
    public SandboxReply Destination(SandboxCall call) => mailbox.Destinations.FirstOrDefault(known => known.Id == call.Path["destination_id"]) is { } destination
        ? SandboxReply.OfJson(200, Json(destination))
        : Refuse(404, 195022, "Invalid or missing destination id.");

    /// <summary>PUT /destination/{destination_id}: another address or token is challenged as a new one is.</summary>
    public SandboxReply ChangeDestination(SandboxCall call)
    {
        if (mailbox.Destinations.FirstOrDefault(known => known.Id == call.Path["destination_id"]) is not { } destination)
        {
            return Refuse(404, 195022, "Invalid or missing destination id.");
        }

        var body = Parse(call);
        var delivery = body is { ValueKind: JsonValueKind.Object } && body.Value.TryGetProperty("deliveryConfig", out var config) ? config : (JsonElement?)null;
        if (Problem(body, delivery, mailbox.Destinations.Where(known => known != destination)) is { } refusal)
        {
            return refusal;
        }

        mailbox.Replace(destination, destination with { Name = Text(body, "name") ?? "", Endpoint = Text(delivery, "endpoint")!, Token = Text(delivery, "verificationToken")! });
        return SandboxReply.Empty(204);
    }

    /// <summary>DELETE /destination/{destination_id}.</summary>
    public SandboxReply RemoveDestination(SandboxCall call) => mailbox.Destinations.FirstOrDefault(known => known.Id == call.Path["destination_id"]) is not { } destination
        ? Refuse(404, 195022, "Invalid or missing destination id.")
        : mailbox.Remove(destination) ? SandboxReply.Empty(204)
        : Refuse(409, 195024, "The destination is in use.");

    /// <summary>GET /public_key/{public_key_id}.</summary>
    public SandboxReply PublicKey(SandboxCall call) => Guid.TryParse(call.Path["public_key_id"], out var kid) && kid == courier.Signer.Kid
        ? SandboxReply.OfJson(200, new { key = courier.Signer.PublicKey, algorithm = "ECDSA", digest = "SHA1" })
        : Refuse(404, 195001, "The specified key id is invalid.");

    /// <summary>A refusal of this API.</summary>
    public static SandboxReply Refuse(int status, int errorId, string message, string category = "REQUEST") =>
        EbayRefusal.Of(status, new EbayFault(errorId, "API_NOTIFICATION", category, message));

    /// <summary>The body as JSON, or null.</summary>
    public static JsonElement? Parse(SandboxCall call)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(call.Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text of an object, or null.</summary>
    public static string? Text(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } && element.Value.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private SandboxReply? Problem(JsonElement? body, JsonElement? delivery, IEnumerable<EbayDestination> others) =>
        Text(body, "status") is not ("ENABLED" or "DISABLED") ? Refuse(400, 195018, "Invalid or missing destination status. Supported values:[ENABLED,DISABLED]")
        : !IsAddress(Text(delivery, "endpoint")) ? Refuse(400, 195017, "Invalid or missing endpoint.")
        : !Token().IsMatch(Text(delivery, "verificationToken") ?? "") ? Refuse(400, 195019, "Invalid or missing verification token for this endpoint.")
        : others.Any(known => known.Endpoint == Text(delivery, "endpoint")) ? Refuse(409, 195021, "Destination exists for this endpoint")
        : !challenge.IsPassed(Text(delivery, "endpoint")!, Text(delivery, "verificationToken")!) ? Refuse(409, 195020, "Challenge verification failed for requested endpoint")
        : null;

    private bool IsAddress(string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
        && (options.RefuseLocalEndpoints ? address is { Scheme: "https", IsLoopback: false } : address.Scheme is "https" or "http");

    private static object Json(EbayDestination destination) => new
    {
        destinationId = destination.Id,
        name = destination.Name,
        status = "ENABLED",
        deliveryConfig = new { endpoint = destination.Endpoint, verificationToken = destination.Token },
    };

    [GeneratedRegex("^[A-Za-z0-9_-]{32,80}$")]
    private static partial Regex Token();
}
