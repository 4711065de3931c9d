using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Marketplace.Tests.Contract;

/// <summary>Hands every exchange of the marketplace clients to the contract check. It stands outermost, so it sees the addresses that are meant.</summary>
public sealed class TrafficRecorder(ContractTraffic traffic) : DelegatingHandler
{
    /// <summary>Puts a recorder in front of all marketplace clients of these services.</summary>
    public static void Attach(IServiceCollection services, ContractTraffic traffic) =>
        services.PostConfigure<HttpClientFactoryOptions>(
            PlatformHttpRegistration.ClientName,
            options => options.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Insert(0, new TrafficRecorder(traffic))));

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (ContractLibrary.Instance is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        // The address is read before the redirect below this handler changes it.
        var url = request.RequestUri!;
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = Headers(request);
        var answer = await base.SendAsync(request, cancellationToken);
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        await traffic.AddAsync(new Exchange
        {
            Method = request.Method.Method,
            Url = url,
            Plan = request.Options.TryGetValue(PlatformSender.PlanOfMessage, out var plan) ? plan : null,
            Headers = headers,
            Body = body,
            Status = (int)answer.StatusCode,
            AnswerType = answer.Content.Headers.ContentType?.MediaType,
            Answer = await answer.Content.ReadAsStringAsync(cancellationToken),
        });
        return answer;
    }

    private static Dictionary<string, string> Headers(HttpRequestMessage request)
    {
        IEnumerable<KeyValuePair<string, IEnumerable<string>>> all = request.Headers;
        if (request.Content is { } content)
        {
            all = all.Concat(content.Headers);
        }

        return all.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
    }
}
