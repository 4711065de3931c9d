using Marketplace.Core.Changes;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Platforms;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>The seller's own names of carriers, and what they mean on each marketplace.</summary>
public sealed partial class CarriersPage
{
    private IReadOnlyList<CarrierAlias>? aliases;
    private string? failure;
    private string? problem;
    private string written = "";
    private string marketplace = "";
    private string? carrier;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Fulfillment];

    [Inject]
    private CarrierAliases Aliases { get; set; } = null!;

    [Inject]
    private PlatformCatalog Platforms { get; set; } = null!;

    [Inject]
    private ILogger<CarriersPage> Logger { get; set; } = null!;

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        marketplace = Platforms.All.FirstOrDefault()?.Descriptor.Key.Value ?? "";
        return LoadAsync();
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        try
        {
            aliases = await Aliases.ListAsync(await Seller.IdAsync(), CancellationToken.None);
            failure = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LogError(exception, "Names of carriers could not be read");
            failure = "The database did not answer. Nothing is lost; try again in a moment.";
        }
    }

    private void Chosen(string key) => (marketplace, carrier) = (key, null);

    private Task<IEnumerable<string>> SearchAsync(string text, CancellationToken cancellationToken)
    {
        var names = Platforms.TryGet(marketplace, out var platform) ? CarrierDirectory.Choices(platform.Descriptor).Select(c => c.Name) : [];
        return Task.FromResult(names.Where(name => string.IsNullOrWhiteSpace(text) || name.Contains(text, StringComparison.OrdinalIgnoreCase)));
    }

    private async Task AddAsync()
    {
        problem = await Aliases.SetAsync(await Seller.IdAsync(), marketplace, written, carrier ?? "", CancellationToken.None);
        if (problem is null)
        {
            (written, carrier) = ("", null);
            await LoadAsync();
        }
    }

    private async Task RemoveAsync(CarrierAlias alias)
    {
        await Aliases.RemoveAsync(await Seller.IdAsync(), alias.Id, CancellationToken.None);
        await LoadAsync();
    }
}
