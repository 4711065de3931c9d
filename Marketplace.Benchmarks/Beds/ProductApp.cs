using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Benchmarks.Beds;

/// <summary>The whole application on a free loopback port, as a seller runs it, with its calls sent to a sandbox.</summary>
public sealed class ProductApp : WebApplicationFactory<Program>
{
    /// <summary>Who signs in.</summary>
    public const string Email = "seller@example.test";

    /// <summary>The owner's password.</summary>
    public const string Password = "long-enough-1";

    private readonly IReadOnlyDictionary<string, string?> settings;
    private readonly Action<IServiceCollection>? add;

    private ProductApp(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? add)
    {
        this.settings = settings;
        this.add = add;
        UseKestrel(0);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>The seller that owns everything.</summary>
    public Guid SellerId { get; private set; }

    /// <summary>A service.</summary>
    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A context in the seller's name.</summary>
    public MarketplaceDbContext OpenDatabase() => Get<MarketplaceDb>().Open(SellerId);

    /// <summary>Starts it on a database of its own; it listens when this returns.</summary>
    public static async Task<ProductApp> StartAsync(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? add = null)
    {
        var app = new ProductApp(settings, add);
        app.StartServer();
        await using var scope = app.Services.CreateAsyncScope();
        var owner = new User { UserName = Email, Email = Email, DisplayName = "Seller" };
        var made = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().CreateAsync(owner, Password);
        app.SellerId = made.Succeeded ? await scope.ServiceProvider.GetRequiredService<SellerFounding>().FoundAsync(owner.Id, "Seller", CancellationToken.None) : throw new InvalidOperationException(string.Join(" ", made.Errors.Select(e => e.Description)));
        return app;
    }

    /// <inheritdoc />
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Benchmark");
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(log => log.ClearProviders());
        builder.ConfigureTestServices(services => add?.Invoke(services));
    }
}
