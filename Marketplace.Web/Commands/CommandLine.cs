using Marketplace.Core.Data;
using Marketplace.Core.Data.Backup;

namespace Marketplace.Web.Commands;

/// <summary>What the executable does besides serving: <c>backup</c>, <c>restore</c>, <c>doctor</c>, <c>reset-password</c>.</summary>
public static class CommandLine
{
    private const int Failed = 1;

    /// <summary>Runs the command that the arguments name.</summary>
    /// <param name="app">The application with its settings; it is not started.</param>
    /// <param name="arguments">Arguments of the process.</param>
    /// <param name="output">Takes what there is to say.</param>
    /// <returns>The exit code; null where they name none, and the application is to serve.</returns>
    public static async Task<int?> RunAsync(WebApplication app, IReadOnlyList<string> arguments, TextWriter output)
    {
        if (arguments.Count == 0 || arguments[0].StartsWith('-') || arguments[0].Contains('='))
        {
            return null;
        }

        try
        {
            return (arguments[0], arguments.Count) switch
            {
                ("backup", 2) => await BackUpAsync(app, arguments[1], output),
                ("restore", 2 or 3) => await RestoreAsync(app, arguments[1], arguments.Skip(2).Contains("--overwrite"), output),
                ("doctor", 1) => await ActivatorUtilities.CreateInstance<Doctor>(app.Services).ExamineAsync(output, app.Lifetime.ApplicationStopping) ? 0 : Failed,
                ("reset-password", 2) => await ResetPassword.PrintLinkAsync(app, arguments[1], output),
                _ => await ExplainAsync(output),
            };
        }
        catch (Exception exception) when (exception is BackupException or UnknownDatabaseFormException or IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync(exception.Message);
            return Failed;
        }
    }

    private static async Task<int> BackUpAsync(WebApplication app, string file, TextWriter output)
    {
        await app.Services.GetRequiredService<DatabaseBackup>().BackUpAsync(file, app.Lifetime.ApplicationStopping);
        await output.WriteLineAsync($"The database is in {file}. Keep the certificate or key file of Security:… beside it, or its secrets cannot be read.");
        return 0;
    }

    private static async Task<int> RestoreAsync(WebApplication app, string file, bool overwrite, TextWriter output)
    {
        var former = await app.Services.GetRequiredService<DatabaseBackup>().RestoreAsync(file, overwrite, app.Lifetime.ApplicationStopping);
        await output.WriteLineAsync(former is null ? $"{file} is the database now." : $"{file} is the database now. The former one is {former}.");
        return 0;
    }

    private static async Task<int> ExplainAsync(TextWriter output)
    {
        await output.WriteLineAsync("""
            Without arguments, or with settings alone (--Section:Key=value), the application serves. Else:
              backup FILE                  copies the database into a file; the application may run
              restore FILE [--overwrite]   puts such a copy in the database's place; stop the application first
              doctor                       looks whether settings, database, keys and stores are as they should be
              reset-password EMAIL         prints a link by which a user chooses a new password
            """);
        return Failed;
    }
}
