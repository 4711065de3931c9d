using Microsoft.Extensions.Configuration.Json;

namespace Marketplace.Web.Commands;

/// <summary>An installation's own settings in a file that is never committed.</summary>
public static class LocalSettings
{
    /// <summary>The file, beside <c>appsettings.json</c>; it need not be there.</summary>
    public const string File = "appsettings.Local.json";

    /// <summary>Reads the file: stronger than the application's own files, weaker than the environment and the command line.</summary>
    public static void AddLocalSettings(this WebApplicationBuilder builder)
    {
        var sources = builder.Configuration.Sources;
        var last = sources.Select((source, at) => (source, at)).LastOrDefault(s => s.source is JsonConfigurationSource { Path: { } path } && path.StartsWith("appsettings.", StringComparison.Ordinal));
        sources.Insert(last.source is null ? 0 : last.at + 1, new JsonConfigurationSource { Path = File, Optional = true });
    }
}
