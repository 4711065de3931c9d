using Microsoft.AspNetCore.Connections;

namespace Marketplace.Web.Commands;

/// <summary>What the executable does without a command.</summary>
public static class Serving
{
    /// <summary>Serves until the process is told to end.</summary>
    /// <param name="app">The application; disposed afterwards.</param>
    /// <param name="errors">Takes why it could not start.</param>
    /// <returns>The exit code: 1 where another program has the address, else 0.</returns>
    public static async Task<int> RunAsync(WebApplication app, TextWriter errors)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch (IOException exception) when (exception.InnerException is AddressInUseException)
            {
                // Work in the background has begun already, and ends before what it works with is gone.
                await app.StopAsync();
                await errors.WriteLineAsync($"{exception.Message} Is the application running already? End it, or choose another address: --urls http://localhost:5081");
                return 1;
            }

            await app.WaitForShutdownAsync();
            return 0;
        }
    }
}
