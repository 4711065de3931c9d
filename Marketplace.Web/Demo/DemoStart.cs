using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Marketplace.Core.Webhooks;
using Marketplace.Sandbox;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Demo;

/// <summary>Brings the demo up as soon as the application listens: only then is the address known at which the sandbox answers.</summary>
internal sealed class DemoStart(
    IServer server,
    PlatformRedirect redirect,
    DemoAccount account,
    OneTimeWork once,
    DemoStores stores,
    DemoStock stock,
    IHostApplicationLifetime lifetime,
    PlatformCatalog platforms,
    IEnumerable<ISandboxMarketplace> marketplaces,
    WebhookAddress webhooks,
    IHostEnvironment environment,
    IOptions<DemoOptions> options) : IHostedLifecycleService
{
    private Guid sellerId;
    private Task settingUp = Task.CompletedTask;

    // Before anything else works on the old stores.
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        sellerId = await once.RunAsync("demo account", () => account.EnsureAsync(cancellationToken), cancellationToken);
        if (options.Value.StartFresh)
        {
            await account.ForgetAsync(sellerId, cancellationToken);
        }
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var address = OwnAddress();
        redirect.SendTo(address);
        webhooks.ServeAt(address);
        foreach (var marketplace in marketplaces)
        {
            marketplace.BridgeTo(webhooks.For(new MarketplaceKey(marketplace.Key))!);
        }

        if (options.Value.ConnectStores)
        {
            await stores.ConnectAllAsync(sellerId, address, cancellationToken);

            // Listings take a while to come in, and nobody waits for them to sign in.
            settingUp = stock.SetUpAsync(sellerId, lifetime.ApplicationStopping);
        }

        if (environment.IsDevelopment())
        {
            Announce(address);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => settingUp;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Straight to the console, for a password has no place in a log that may be kept.
    private void Announce(Uri address) => Console.WriteLine($"""

          Marketplace runs at {address}
          Sign in with {options.Value.Email} and the password {options.Value.Password}
          {string.Join(", ", platforms.All.Select(platform => platform.Descriptor.Name))} are sandboxes on this machine: nothing here is real, and it starts anew with each start.

        """);

    private Uri OwnAddress()
    {
        var bindings = (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(BindingAddress.Parse).ToList();
        var binding = bindings.Find(b => b.Scheme == Uri.UriSchemeHttp) ?? bindings.FirstOrDefault()
            ?? throw new InvalidOperationException("The demo needs a real server: the application listens on no address.");
        var host = binding.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host;
        return new Uri($"{binding.Scheme}://{host}:{binding.Port}");
    }
}
