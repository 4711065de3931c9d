using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.TikTok.Wire;

/// <summary>TikTok Shop's envelope around every answer.</summary>
internal static class TikTokReply
{
    private static int number;

    /// <summary>A success; message "Success" on API calls, "success" on token calls.</summary>
    public static SandboxReply Success(DateTimeOffset now, JsonObject data, string message = "Success") => Wrap(200, 0, message, data, now);

    /// <summary>An error, whose data is an empty object.</summary>
    public static SandboxReply Error(DateTimeOffset now, TikTokCode code, int businessStatus) =>
        Wrap(code.Status ?? businessStatus, code.Code, code.Message, new JsonObject(), now);

    private static SandboxReply Wrap(int status, long code, string message, JsonObject data, DateTimeOffset now) => SandboxReply.OfJson(status, new JsonObject
    {
        ["code"] = code,
        ["data"] = data,
        ["message"] = message,
        ["request_id"] = now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + Interlocked.Increment(ref number).ToString("X18", CultureInfo.InvariantCulture),
    });
}
