using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Marketplace.Core.Platforms.Http;

/// <summary>One Polly pipeline per store: retry around circuit breaker. The time-out lies further in, since waiting for a limit is no failure.</summary>
public sealed class PlatformPipelines(TimeProvider time, IOptions<PlatformHttpOptions> options)
{
    private readonly ConcurrentDictionary<string, (ResiliencePipeline<PlatformResponse> Pipeline, CircuitBreakerStateProvider Circuit)> pipelines = new();

    /// <summary>The pipeline of a store, or of an application's own calls to one marketplace.</summary>
    public ResiliencePipeline<PlatformResponse> Of(PlatformRequest request) =>
        pipelines.GetOrAdd(request.Connection?.ConnectionId.ToString() ?? request.Operation.Marketplace.Value, _ => Build()).Pipeline;

    /// <summary>Whether calls of a store pause for some seconds because too many failed in a row.</summary>
    public bool IsOpen(Guid connectionId) =>
        pipelines.TryGetValue(connectionId.ToString(), out var known) && known.Circuit.CircuitState == CircuitState.Open;

    /// <summary>How many stores' calls pause now.</summary>
    public int OpenCount => pipelines.Values.Count(p => p.Circuit.CircuitState == CircuitState.Open);

    private (ResiliencePipeline<PlatformResponse> Pipeline, CircuitBreakerStateProvider Circuit) Build()
    {
        var circuit = new CircuitBreakerStateProvider();
        var settings = options.Value;
        var longest = TimeSpan.FromSeconds(settings.LongestInlineWaitSeconds);
        var builder = new ResiliencePipelineBuilder<PlatformResponse> { TimeProvider = time };
        if (settings.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<PlatformResponse>
            {
                MaxRetryAttempts = settings.MaxRetries,
                Delay = TimeSpan.FromMilliseconds(settings.RetryDelayMilliseconds),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                MaxDelay = longest,
                ShouldHandle = arguments => ValueTask.FromResult(MayRetry(arguments.Outcome.Exception, arguments.Context, longest)),
                DelayGenerator = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is ThrottledException throttled && throttled.RetryAt > time.GetUtcNow()
                        ? throttled.RetryAt - time.GetUtcNow()
                        : (TimeSpan?)null),
            });
        }

        var pipeline = builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<PlatformResponse>
            {
                FailureRatio = 0.8,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(10),
                StateProvider = circuit,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is TransientException),
            })
            .Build();
        return (pipeline, circuit);
    }

    private bool MayRetry(Exception? exception, ResilienceContext context, TimeSpan longest)
    {
        var repeatable = context.Properties.GetValue(PlatformSender.Repeatable, true);
        return exception switch
        {
            ThrottledException throttled => throttled.RetryAt - time.GetUtcNow() <= longest,
            TransientException transient => repeatable || !transient.OutcomeUnknown,
            _ => false,
        };
    }
}
