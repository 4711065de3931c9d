using Marketplace.Core.Common;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Marketplace.Web.Observability;

/// <summary>Hands metrics and traces on, where the settings name somebody who wants them. Without one, nothing listens and nothing is collected.</summary>
public static class TelemetryRegistration
{
    private static readonly string[] OfTheServer = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Components", "System.Runtime"];

    /// <summary>Adds the listeners that the settings ask for.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        var options = configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        if (options is { Prometheus: false, OtlpEndpoint: null })
        {
            return services;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("marketplace", serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Telemetry.Name).AddMeter(OfTheServer);
                if (options.Prometheus)
                {
                    metrics.AddPrometheusExporter();
                }

                if (options.OtlpEndpoint is { } collector)
                {
                    metrics.AddOtlpExporter(exporter => exporter.Endpoint = collector);
                }
            })
            .WithTracing(traces =>
            {
                traces.AddSource(Telemetry.Name);
                if (options.OtlpEndpoint is { } collector)
                {
                    traces.AddOtlpExporter(exporter => exporter.Endpoint = collector);
                }
            });
        return services;
    }

    /// <summary>Maps <c>/metrics</c>, where it is wanted.</summary>
    public static void MapTelemetry(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.Prometheus)
        {
            app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous().DisableRateLimiting();
        }
    }
}
