using Marketplace.Core.Accounts;
using Marketplace.Core.Connections;
using Marketplace.Core.Platforms.Http;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Control;

namespace Marketplace.Web.Demo;

/// <summary>Puts the demo into the application: sandbox marketplaces on its own address, and an account that has stores there.</summary>
public static class DemoRegistration
{
    // The discard port: nothing may leave the machine in the moment before the application's own address is known.
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    /// <summary>Adds the demo where <c>Demo:Enabled</c> says so.</summary>
    /// <exception cref="InvalidOperationException">The demo is switched on in Production.</exception>
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        if (!builder.Configuration.GetValue<bool>($"{DemoOptions.Section}:{nameof(DemoOptions.Enabled)}"))
        {
            return;
        }

        if (builder.Environment.IsProduction())
        {
            throw new InvalidOperationException("Demo:Enabled is on in Production, where it would open the application to a known password. Turn it off.");
        }

        var sandbox = builder.Configuration.GetSection(SandboxOptions.Section).Get<SandboxOptions>() ?? new SandboxOptions();
        builder.Configuration.AddInMemoryCollection(
        [
            new($"{PlatformHttpOptions.Section}:{nameof(PlatformHttpOptions.RateFactor)}", FormattableString.Invariant($"{sandbox.RateFactor}")),

            // Nothing of a demo leaves the machine, and its password is known to everybody anyway.
            new($"{AccountsOptions.Section}:{nameof(AccountsOptions.BreachedPasswords)}:{nameof(BreachedPasswordsOptions.Enabled)}", "false"),
        ]);
        builder.Services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddMarketplaceSandbox(sandbox);
        builder.Services.AddHttpClient(DemoStores.BrowserName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        builder.Services.AddSingleton<DemoAccount>();
        builder.Services.AddSingleton<DemoStores>();
        builder.Services.AddSingleton<DemoStock>();
        builder.Services.AddHostedService<DemoStart>();
        builder.Services.AddHostedService<DemoSamples>();
    }

    /// <summary>Mounts the sandbox ahead of everything else and hands its credentials to the marketplace clients.</summary>
    public static void UseDemo(this WebApplication app)
    {
        if (app.Services.GetService<SandboxOptions>() is null)
        {
            return;
        }

        var credentials = app.Services.GetServices<ISandboxMarketplace>().SelectMany(marketplace =>
            marketplace.Credentials.Values.Select(value => KeyValuePair.Create<string, string?>($"Platforms:{marketplace.Key}:{value.Key}", value.Value)));
        ((IConfigurationBuilder)app.Configuration).AddInMemoryCollection(credentials);
        app.Services.GetRequiredService<PlatformRedirect>().SendTo(Nowhere);
        app.Services.GetRequiredService<ConsentPages>().ServedHere = true;
        app.UseMarketplaceSandbox();
        app.MapSandboxControl();
    }
}
