using System.Diagnostics;
using Marketplace.Core.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;

namespace Marketplace.Core.Platforms.Http;

/// <summary>
/// Sends calls to marketplaces: waits for the limiter, adds the store's token, retries what may pass, renews a refused
/// token once, turns failures into the exception family, and logs each try without bodies, addresses or headers.
/// </summary>
public sealed class PlatformSender(
    IHttpClientFactory clients,
    OperationLimiter limiter,
    PlatformPipelines pipelines,
    CallMeter meter,
    IEnumerable<ICallListener> listeners,
    TimeProvider time,
    IOptions<PlatformHttpOptions> options,
    ILogger<PlatformSender> logger)
{
    /// <summary>Option under which each message carries its operation, for handlers that watch the traffic.</summary>
    public static readonly HttpRequestOptionsKey<OperationPlan> PlanOfMessage = new("marketplace.operation");

    internal static readonly ResiliencePropertyKey<bool> Repeatable = new("repeatable");

    /// <summary>Sends a call and returns the first successful answer.</summary>
    /// <exception cref="PlatformException">One of the family, after all retries that make sense.</exception>
    public async Task<PlatformResponse> SendAsync(PlatformRequest request, CancellationToken cancellationToken)
    {
        using var span = Telemetry.Source.StartActivity($"{request.Operation.Marketplace} {request.Operation.Name}", ActivityKind.Client);
        span?.SetTag("marketplace.connection", request.Connection?.ConnectionId);
        try
        {
            var response = await SendThroughPipelineAsync(request, cancellationToken);
            Tell(listener => listener.Succeeded(request.Connection?.ConnectionId, request.Operation.Marketplace, request.Operation.Name));
            return response;
        }
        catch (PlatformException exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.RawCode);
            Tell(listener => listener.Failed(request.Connection?.ConnectionId, request.Operation.Marketplace, exception));
            throw;
        }
    }

    private void Tell(Action<ICallListener> what)
    {
        foreach (var listener in listeners)
        {
            what(listener);
        }
    }

    private async Task<PlatformResponse> SendThroughPipelineAsync(PlatformRequest request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(request.Operation.Name, cancellationToken);
        context.Properties.Set(Repeatable, request.Operation.Repeatable);
        try
        {
            return await pipelines.Of(request).ExecuteAsync(
                static async (ctx, state) => await state.Sender.TryAsync(state.Request, ctx.CancellationToken),
                context,
                (Sender: this, Request: request));
        }
        catch (BrokenCircuitException exception)
        {
            throw new TransientException($"{request.Operation.Marketplace} is failing; calls pause for a few seconds before the next try.", exception)
            {
                Operation = request.Operation.Name,
            };
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<PlatformResponse> TryAsync(PlatformRequest request, CancellationToken cancellationToken)
    {
        var token = request.Connection is { } connection ? await connection.Tokens.GetAsync(cancellationToken) : null;
        var (response, failure) = await ExchangeAsync(request, token, cancellationToken);
        if (failure?.Kind == FailureKind.TokenRefused && request.Connection is not null)
        {
            token = await request.Connection.Tokens.RenewAsync(token!, cancellationToken);
            (response, failure) = await ExchangeAsync(request, token, cancellationToken);
        }

        return failure is null ? response : throw Translate(request, failure);
    }

    private async Task<(PlatformResponse Response, PlatformFailure? Failure)> ExchangeAsync(PlatformRequest request, string? token, CancellationToken cancellationToken)
    {
        var connectionId = request.Connection?.ConnectionId ?? Guid.Empty;
        var waited = await limiter.WaitAsync(request.Operation, connectionId, request.Connection?.Priority ?? CallPriority.Person, cancellationToken);
        var started = time.GetTimestamp();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var message = request.Build(token);
            message.Options.Set(PlanOfMessage, request.Operation);
            using var answer = await clients.CreateClient(PlatformHttpRegistration.ClientName).SendAsync(message, either.Token);
            var response = await ReadAsync(answer, either.Token);
            var failure = request.Judge(response);
            meter.Note(request.Operation, connectionId, OutcomeOf(failure), waited, time.GetElapsedTime(started));
            limiter.Learn(request.Operation, connectionId, request.RateOf?.Invoke(response), null);
            logger.LogDebug(
                "{Marketplace} {Operation} answered {Status} in {Elapsed} ms after waiting {Waited} ms, request id {RequestId}, failure {Failure}",
                request.Operation.Marketplace, request.Operation.Name, response.Status, (long)time.GetElapsedTime(started).TotalMilliseconds,
                (long)waited.TotalMilliseconds, failure?.RequestId ?? RequestIdOf(response), failure?.RawCode);
            return (response, failure);
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            meter.Note(request.Operation, connectionId, CallOutcome.Failed, waited, time.GetElapsedTime(started));
            logger.LogDebug("{Marketplace} {Operation} gave no answer within {Seconds} s", request.Operation.Marketplace, request.Operation.Name, options.Value.TimeoutSeconds);
            throw new TransientException($"{request.Operation.Marketplace} did not answer {request.Operation.Name} in time.", exception)
            {
                Operation = request.Operation.Name,
                OutcomeUnknown = true,
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            meter.Note(request.Operation, connectionId, CallOutcome.Failed, waited, time.GetElapsedTime(started));
            logger.LogDebug(
                "{Marketplace} {Operation} gave no answer after {Elapsed} ms: {Reason}",
                request.Operation.Marketplace, request.Operation.Name, (long)time.GetElapsedTime(started).TotalMilliseconds, exception.GetType().Name);
            throw new TransientException($"The connection to {request.Operation.Marketplace} broke during {request.Operation.Name}.", exception)
            {
                Operation = request.Operation.Name,
                OutcomeUnknown = exception is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError },
            };
        }
    }

    private static CallOutcome OutcomeOf(PlatformFailure? failure) => failure?.Kind switch
    {
        null => CallOutcome.Succeeded,
        FailureKind.Throttled => CallOutcome.Throttled,
        FailureKind.Transient => CallOutcome.Failed,
        _ => CallOutcome.Refused,
    };

    private PlatformException Translate(PlatformRequest request, PlatformFailure failure)
    {
        var connectionId = request.Connection?.ConnectionId ?? Guid.Empty;
        switch (failure.Kind)
        {
            case FailureKind.Throttled:
                var retryAt = time.GetUtcNow() + (failure.RetryAfter ?? limiter.OneCall(request.Operation, connectionId));
                limiter.Learn(request.Operation, connectionId, null, failure.RetryAfter is null ? null : retryAt);
                return new ThrottledException(failure.Message, retryAt) { RawCode = failure.RawCode, RequestId = failure.RequestId, Operation = request.Operation.Name };
            case FailureKind.TokenRefused or FailureKind.NeedsReauthorization:
                return new NeedsReauthorizationException(failure.Message) { RawCode = failure.RawCode, RequestId = failure.RequestId, Operation = request.Operation.Name };
            case FailureKind.Transient:
                return new TransientException(failure.Message)
                {
                    RawCode = failure.RawCode,
                    RequestId = failure.RequestId,
                    Operation = request.Operation.Name,
                    OutcomeUnknown = failure.OutcomeUnknown,
                };
            default:
                return new RejectedException(failure.Message) { RawCode = failure.RawCode, RequestId = failure.RequestId, Operation = request.Operation.Name, Field = failure.Field };
        }
    }

    private static async Task<PlatformResponse> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            headers[name] = string.Join(",", values);
        }

        return new PlatformResponse((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken), headers);
    }

    private static string? RequestIdOf(PlatformResponse response) =>
        response.Headers.FirstOrDefault(header => header.Key.Contains("request-id", StringComparison.OrdinalIgnoreCase) || header.Key.Contains("requestid", StringComparison.OrdinalIgnoreCase)).Value;
}
