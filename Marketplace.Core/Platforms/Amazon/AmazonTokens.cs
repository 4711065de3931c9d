using System.Text.Json;
using Marketplace.Core.Platforms.Amazon.Wire;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Login with Amazon: trades codes and refresh tokens for access tokens.</summary>
public sealed class AmazonTokens(PlatformSender sender, IOptions<AmazonOptions> options, TimeProvider time)
{
    /// <summary>A seller must consent anew after a year.</summary>
    private static readonly TimeSpan ConsentLasts = TimeSpan.FromDays(365);

    /// <summary>First tokens for a consent code, which lives five minutes and works once.</summary>
    /// <exception cref="ConsentFailedException">Amazon does not take the code.</exception>
    public async Task<TokenSet> ExchangeAsync(string code, Uri callback, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await AskAsync(
                AmazonOperations.ExchangeCode,
                [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", callback.AbsoluteUri)],
                cancellationToken);
            return answer.RefreshToken is { Length: > 0 } refresh
                ? new TokenSet(answer.AccessToken, ExpiryOf(answer), refresh, time.GetUtcNow() + ConsentLasts)
                : throw new ConsentFailedException("Amazon gave no lasting authorisation. Try to connect the store again.");
        }
        catch (Exception exception) when (exception is NeedsReauthorizationException or RejectedException)
        {
            var failure = (PlatformException)exception;
            throw new ConsentFailedException(
                failure is NeedsReauthorizationException ? "Amazon did not accept the consent: it was used before or is older than five minutes. Start again from Connect." : failure.Message,
                exception)
            { RawCode = failure.RawCode, RequestId = failure.RequestId, Operation = failure.Operation };
        }
    }

    /// <summary>A new access token; the refresh token and the end of the consent stay as they are.</summary>
    /// <exception cref="NeedsReauthorizationException">The seller has withdrawn the consent, or it has run out.</exception>
    public async Task<TokenSet> RefreshAsync(TokenSet tokens, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(
            AmazonOperations.RefreshToken,
            [new("grant_type", "refresh_token"), new("refresh_token", tokens.RefreshToken)],
            cancellationToken);
        return tokens with
        {
            AccessToken = answer.AccessToken,
            AccessExpiresAt = ExpiryOf(answer),
            RefreshToken = answer.RefreshToken is { Length: > 0 } refresh ? refresh : tokens.RefreshToken,
        };
    }

    /// <summary>A token of the application itself, for operations that belong to no seller.</summary>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    public async Task<(string Token, DateTimeOffset ExpiresAt)> GrantlessAsync(string scope, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(AmazonOperations.RefreshToken, [new("grant_type", "client_credentials"), new("scope", scope)], cancellationToken);
        return (answer.AccessToken, ExpiryOf(answer));
    }

    private DateTimeOffset ExpiryOf(AmazonTokenWire answer) => time.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresIn);

    private async Task<AmazonTokenWire> AskAsync(OperationPlan operation, KeyValuePair<string, string>[] grant, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var response = await sender.SendAsync(
            new PlatformRequest
            {
                Operation = operation,
                Build = _ => new HttpRequestMessage(HttpMethod.Post, settings.TokenUrl)
                {
                    Content = new FormUrlEncodedContent([.. grant, new("client_id", settings.ClientId), new("client_secret", settings.ClientSecret)]),
                },
                Judge = AmazonErrors.JudgeToken,
            },
            cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<AmazonTokenWire>(response.Body, AmazonJson.Options) is { AccessToken.Length: > 0 } answer
                ? answer
                : throw new TransientException("Amazon's sign-in service answered without a token.") { Operation = operation.Name };
        }
        catch (JsonException exception)
        {
            throw new TransientException("Amazon's sign-in service sent an answer that could not be read.", exception) { Operation = operation.Name };
        }
    }
}
