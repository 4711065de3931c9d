using System.Net.Http.Headers;
using System.Text.Json;
using Marketplace.Core.Platforms.Amazon.Wire;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Sends requests to the Selling Partner API: region's host, token header, error table, learned rates.</summary>
public sealed class AmazonClient(PlatformSender sender, IOptions<AmazonOptions> options)
{
    // Amazon refuses calls without a user agent, and ones longer than 500 characters.
    private const string UserAgent = "Marketplace/1.0 (Language=CSharp)";

    /// <summary>Calls an operation for a store and reads its JSON answer.</summary>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    public async Task<T> SendAsync<T>(ConnectionContext connection, OperationPlan operation, HttpMethod method, string pathAndQuery, object? body, CancellationToken cancellationToken)
        where T : class =>
        Read<T>(operation, await SendAsync(connection, operation, method, pathAndQuery, body, cancellationToken));

    /// <summary>Calls an operation for a store.</summary>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    public Task<PlatformResponse> SendAsync(ConnectionContext connection, OperationPlan operation, HttpMethod method, string pathAndQuery, object? body, CancellationToken cancellationToken) =>
        sender.SendAsync(
            new PlatformRequest
            {
                Operation = operation,
                Connection = connection,
                Build = token => Message(connection.Region, method, pathAndQuery, body, token!),
                Judge = AmazonErrors.Judge,
                RateOf = AmazonErrors.RateOf,
            },
            cancellationToken);

    /// <summary>Calls an operation with a token that belongs to no stored connection: a new one, or the application's own.</summary>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    public async Task<T> SendWithTokenAsync<T>(string region, string accessToken, OperationPlan operation, HttpMethod method, string pathAndQuery, object? body, CancellationToken cancellationToken)
        where T : class =>
        Read<T>(operation, await sender.SendAsync(
            new PlatformRequest
            {
                Operation = operation,
                Build = _ => Message(region, method, pathAndQuery, body, accessToken),
                Judge = AmazonErrors.Judge,
            },
            cancellationToken));

    /// <summary>
    /// Calls an operation whose answer shows who bought: such calls want a token made for the one path. It counts against
    /// the store's limits like any other.
    /// </summary>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    public async Task<T> SendRestrictedAsync<T>(ConnectionContext connection, OperationPlan operation, HttpMethod method, string path, object? body, CancellationToken cancellationToken)
        where T : class
    {
        var made = await SendAsync<AmazonRestrictedMade>(
            connection, AmazonOperations.CreateRestrictedDataToken, HttpMethod.Post, "/tokens/2021-03-01/restrictedDataToken",
            new AmazonRestrictedWish([new AmazonRestrictedResource(method.Method, path)]), cancellationToken);
        return Read<T>(operation, await sender.SendAsync(
            new PlatformRequest
            {
                Operation = operation,
                Connection = connection,
                Build = _ => Message(connection.Region, method, path, body, made.RestrictedDataToken),
                Judge = AmazonErrors.Judge,
                RateOf = AmazonErrors.RateOf,
            },
            cancellationToken));
    }

    /// <summary>A value as one path segment or query value: percent-encoded once, slash, plus and <c>!'()*</c> included.</summary>
    public static string Encode(string value) => Uri.EscapeDataString(value);

    /// <summary>A query string from pairs, leaving out nulls; values of a list are separated by commas.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> pairs)
    {
        var parts = new List<string>(pairs.Length);
        foreach (var (name, value) in pairs)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Encode(value)}");
            }
        }

        return "?" + string.Join('&', parts);
    }

    private HttpRequestMessage Message(string region, HttpMethod method, string pathAndQuery, object? body, string token)
    {
        var message = new HttpRequestMessage(method, new Uri(options.Value.EndpointOf(region), pathAndQuery));
        message.Headers.Add("x-amz-access-token", token);
        message.Headers.UserAgent.ParseAdd(UserAgent);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, AmazonJson.Options));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return message;
    }

    private static T Read<T>(OperationPlan operation, PlatformResponse response)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(response.Body, AmazonJson.Options) ?? throw new JsonException("The answer is empty.");
        }
        catch (JsonException exception)
        {
            throw new TransientException($"Amazon's answer to {operation.Name} could not be read.", exception)
            {
                Operation = operation.Name,
                RequestId = response.Header("x-amzn-RequestId"),
            };
        }
    }
}
