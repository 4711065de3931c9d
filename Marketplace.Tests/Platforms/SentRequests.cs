using System.Collections.Concurrent;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Marketplace.Tests.Platforms;

/// <summary>A request as a client sent it, with the address that it meant.</summary>
/// <param name="Operation">The client's name of the operation; null for calls outside the sender.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Address">Address before any redirect.</param>
/// <param name="Headers">Headers, those of the content included; names ignore case.</param>
/// <param name="Body">Body; empty for none.</param>
public sealed record SentRequest(string? Operation, HttpMethod Method, Uri Address, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>Keeps what marketplace clients send, for tests of what goes over the wire.</summary>
public sealed class SentRequests
{
    private readonly ConcurrentQueue<SentRequest> all = new();

    /// <summary>Requests of one operation, oldest first.</summary>
    public IReadOnlyList<SentRequest> Of(string operation) => [.. all.Where(r => r.Operation == operation)];

    /// <summary>Listens to all marketplace clients of these services.</summary>
    public void Attach(IServiceCollection services) => services.PostConfigure<HttpClientFactoryOptions>(
        PlatformHttpRegistration.ClientName,
        options => options.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Insert(0, new Listener(all))));

    private sealed class Listener(ConcurrentQueue<SentRequest> all) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers = request.Content is { } content ? request.Headers.Concat(content.Headers) : request.Headers;
            all.Enqueue(new SentRequest(
                request.Options.TryGetValue(PlatformSender.PlanOfMessage, out var plan) ? plan.Name : null,
                request.Method,
                request.RequestUri!,
                headers.ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase),
                request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
