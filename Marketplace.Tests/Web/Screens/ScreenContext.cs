using System.Security.Claims;
using Bunit;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Marketplace.Web.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace Marketplace.Tests.Web.Screens;

/// <summary>What a component needs to be rendered alone: the library's services, an owner who looks, an interactive renderer, and a clock of its own.</summary>
public sealed class ScreenContext : IAsyncDisposable
{
    /// <summary>Prepares a context; services cannot be added later.</summary>
    public ScreenContext(Action<IServiceCollection>? add = null)
    {
        Bunit.JSInterop.Mode = JSRuntimeMode.Loose;
        Bunit.Services.AddMudServices();
        Bunit.Services.AddLivePages();
        Bunit.Services.AddSingleton<TimeProvider>(Clock);
        Bunit.Services.AddSingleton(new PlatformCatalog([]));
        add?.Invoke(Bunit.Services);
        var signedIn = Bunit.AddAuthorization();
        signedIn.SetAuthorized("ann");
        signedIn.SetClaims(new Claim(SellerClaims.Seller, Guid.NewGuid().ToString()), new Claim(SellerClaims.Role, "Owner"));
        Bunit.SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Server", isInteractive: true));
        Bunit.Render<MudPopoverProvider>();
    }

    /// <summary>The clock.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero));

    /// <summary>The renderer.</summary>
    public BunitContext Bunit { get; } = new();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Bunit.DisposeAsync();
}
