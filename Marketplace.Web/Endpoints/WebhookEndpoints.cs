using Marketplace.Core.Platforms;
using Marketplace.Core.Webhooks;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Web.Endpoints;

/// <summary>Where marketplaces deliver their notifications: <c>/webhooks/{platform}</c>. Open to all, for each delivery must prove itself.</summary>
public static class WebhookEndpoints
{
    /// <summary>Maps the addresses.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/webhooks/{platform}", [HttpMethods.Get, HttpMethods.Post], ReceiveAsync)
            .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> ReceiveAsync(string platform, HttpContext http, WebhookInbox inbox, TimeProvider time)
    {
        if (http.Request.ContentLength > WebhookInbox.MaxBody)
        {
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = WebhookInbox.MaxBody;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var request = new WebhookRequest(
            http.Request.Method.ToUpperInvariant(),
            new Uri($"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{http.Request.Path}"),
            http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString()),
            http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray(),
            time.GetUtcNow());
        try
        {
            var reply = await inbox.ReceiveAsync(platform, request, http.RequestAborted);
            return reply.Body.Length == 0 ? TypedResults.StatusCode(reply.Status) : TypedResults.Text(reply.Body, reply.ContentType, statusCode: reply.Status);
        }
        catch (UnknownMarketplaceException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: StatusCodes.Status404NotFound);
        }
    }
}
