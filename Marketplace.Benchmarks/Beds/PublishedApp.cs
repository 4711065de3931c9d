using System.Diagnostics;

namespace Marketplace.Benchmarks.Beds;

/// <summary>The application published as the guide to operation says, into a folder that goes with it. Needs the sources and the package feed.</summary>
internal sealed class PublishedApp : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("marketplace-published-");

    /// <summary>Where it lies.</summary>
    public string Folder => folder.FullName;

    /// <summary>Publishes it; takes a minute or two.</summary>
    /// <exception cref="InvalidOperationException">The sources are not above this program, or do not build.</exception>
    public static async Task<PublishedApp> MakeAsync(CancellationToken cancellationToken)
    {
        var app = new PublishedApp();
        using var process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList =
            {
                "publish", Path.Combine(Sources(), "Marketplace.Web"), "--configuration", "Release", "--use-current-runtime", "--self-contained", "false",
                "-p:PublishReadyToRun=true", "--output", app.Folder, "--verbosity", "quiet", "--nologo",
            },
            RedirectStandardOutput = true,
        })!;
        var words = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? app : throw new InvalidOperationException($"The application could not be published: {words}");
    }

    /// <inheritdoc />
    public void Dispose() => folder.Delete(recursive: true);

    private static string Sources()
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            if (File.Exists(Path.Combine(place.FullName, "Marketplace.sln")))
            {
                return place.FullName;
            }
        }

        throw new InvalidOperationException("The sources are not above this program, so that the application cannot be published.");
    }
}
