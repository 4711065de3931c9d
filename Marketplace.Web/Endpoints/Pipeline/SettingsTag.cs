using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>
/// <c>ETag</c> of settings, and <c>If-Match</c> before they are changed: two people who edit the same settings do not undo each other's
/// work unseen. The tag is a hash of what reading answers.
/// </summary>
internal sealed class SettingsTag(IOptions<JsonOptions> json)
{
    /// <summary>Tag of what reading answers.</summary>
    public EntityTagHeaderValue Of(object settings) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(settings, settings.GetType(), json.Value.SerializerOptions)).AsSpan(0, 16))}\"");

    /// <summary>Answers a reading with its tag; 304 when the caller has it already.</summary>
    public IResult Answer<T>(HttpContext http, T settings)
        where T : notnull
    {
        var tag = Of(settings);
        http.Response.GetTypedHeaders().ETag = tag;
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(settings);
    }

    /// <summary>Why a change must not be made, since the caller has seen something else; null when it may.</summary>
    /// <param name="http">The request.</param>
    /// <param name="now">What reading would answer now.</param>
    public IResult? Refusal(HttpContext http, object now)
    {
        var wanted = http.Request.GetTypedHeaders().IfMatch;
        return wanted.Count == 0 || wanted.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Of(now), useStrongComparison: true))
            ? null
            : TypedResults.Problem("The settings have changed since they were read. Read them again, and send the new ETag in If-Match.", statusCode: StatusCodes.Status412PreconditionFailed);
    }
}
