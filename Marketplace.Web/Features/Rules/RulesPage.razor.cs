using Marketplace.Core.Changes;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Web.Live;
using MudBlazor;

namespace Marketplace.Web.Features.Rules;

/// <summary>The seller's rules in their order, when they run, and what they did.</summary>
public sealed partial class RulesPage(RuleBook book, RuleRuns log, AutoFulfillment auto, ViewerTime viewer, ISnackbar snackbar)
{
    private const int RunsShown = 5;
    private const int ApplicationsShown = 200;
    private IReadOnlyList<ShippingRule>? rules;
    private IReadOnlyDictionary<Guid, int> counts = new Dictionary<Guid, int>();
    private IReadOnlyList<RuleRun> runs = [];
    private IReadOnlyList<RuleApplicationView> applications = [];
    private RuleNames? names;
    private AutoFulfillPlan? plan;
    private bool busy;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Fulfillment];

    private bool AnyOn => rules?.Any(r => r.State == RuleState.On) == true;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        var seller = await Seller.IdAsync();
        names = await book.NamesAsync(seller, CancellationToken.None);
        counts = await log.CountsAsync(seller, viewer.Now.AddDays(-RuleTrial.Days), CancellationToken.None);
        runs = await log.LatestAsync(seller, RunsShown, CancellationToken.None);
        applications = await log.ApplicationsAsync(seller, null, ApplicationsShown, CancellationToken.None);
        plan = await auto.PlanAsync(seller, CancellationToken.None);
        rules = await book.ListAsync(seller, CancellationToken.None);
    }

    private async Task RunAsync(bool isDryRun)
    {
        busy = true;
        await log.StartAsync(await Seller.IdAsync(), isDryRun, await Seller.NameAsync(), CancellationToken.None);
        busy = false;
        await LoadAsync();
    }

    private async Task MoveAsync(ShippingRule rule, int step)
    {
        var ids = rules!.Select(r => r.Id).ToList();
        var at = ids.IndexOf(rule.Id);
        if (at + step >= 0 && at + step < ids.Count)
        {
            (ids[at], ids[at + step]) = (ids[at + step], ids[at]);
            await book.OrderAsync(await Seller.IdAsync(), ids, CancellationToken.None);
            await LoadAsync();
        }
    }

    private async Task SwitchAsync(ShippingRule rule, bool on)
    {
        if (await book.SwitchAsync(await Seller.IdAsync(), rule.Id, on, CancellationToken.None) is { } problem)
        {
            snackbar.Add(problem, Severity.Warning);
        }

        await LoadAsync();
    }

    private async Task SetPlanAsync((int EveryMinutes, bool Paused) wish)
    {
        await auto.SetAsync(await Seller.IdAsync(), wish.EveryMinutes, wish.Paused, CancellationToken.None);
        await LoadAsync();
    }
}
