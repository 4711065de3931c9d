using Marketplace.Core.Platforms;
using Marketplace.Core.Webhooks;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Endpoints;

/// <summary>
/// Where marketplaces deliver their notifications: <c>/webhooks/{platform}</c>, or <c>/api/v1/platforms/webhook/{platform}</c> for those
/// who have registered that. Open to all, for each delivery must prove itself.
/// </summary>
public static class WebhookEndpoints
{
    /// <summary>Maps the addresses.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        foreach (var path in (string[])["/webhooks/{platform}", "/api/v1/platforms/webhook/{platform}"])
        {
            routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Post], ReceiveAsync)
                .AllowAnonymous().DisableAntiforgery().DisableRateLimiting().WithMetadata(new SkipStatusCodePagesAttribute()).ExcludeFromDescription();
        }
    }

    private static async Task<IResult> ReceiveAsync(string platform, HttpContext http, WebhookInbox inbox, WebhookAddress address, TimeProvider time)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var body = await ReadAsync(http.Request, http.RequestAborted);
        var request = new WebhookRequest(
            http.Request.Method.ToUpperInvariant(),
            AddressOf(http.Request, address),
            http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString()),
            http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body ?? [],
            time.GetUtcNow());
        try
        {
            var reply = body is null ? await inbox.RefuseTooLargeAsync(platform, request, http.RequestAborted) : await inbox.ReceiveAsync(platform, request, http.RequestAborted);
            return reply.Body.Length == 0 ? TypedResults.StatusCode(reply.Status) : TypedResults.Text(reply.Body, reply.ContentType, statusCode: reply.Status);
        }
        catch (UnknownMarketplaceException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: StatusCodes.Status404NotFound);
        }
    }

    // Null for a body that is too large, of which no more is read than tells so.
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > WebhookInbox.MaxBody)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > WebhookInbox.MaxBody)
            {
                return null;
            }
        }

        return body.ToArray();
    }

    // As the marketplace knows it: behind a proxy the request itself tells another scheme and host.
    private static Uri AddressOf(HttpRequest request, WebhookAddress address) =>
        new(address.Origin ?? new Uri($"{request.Scheme}://{request.Host}"), request.PathBase + request.Path);
}
