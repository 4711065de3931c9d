using Marketplace.Core.Changes;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Rules;

/// <summary>One rule as a sentence that is being written, tried on past orders, and switched on.</summary>
public sealed partial class RuleEditorPage(RuleBook book, RuleTrial trials, NavigationManager navigation, IDialogService dialogs)
{
    private RuleForm? form;
    private ShippingRule? rule;
    private RuleNames? names;
    private RuleTrialResult? trial;
    private Guid? loaded;
    private string? problem;
    private bool isMissing;
    private bool isEdited;
    private bool busy;

    /// <summary>The rule; null for a new one.</summary>
    [Parameter]
    public Guid? RuleId { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Fulfillment];

    private string Sentence => RuleWords.Of(form!.ToDraft().Terms, names!);

    // The trial on the page is of what is saved, so it may be switched on as it stands.
    private bool CanSwitchOn => rule is { State: RuleState.Tried or RuleState.Off } && !isEdited;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (form is not null && loaded == RuleId)
        {
            return;
        }

        var seller = await Seller.IdAsync();
        names = await book.NamesAsync(seller, CancellationToken.None);
        rule = RuleId is { } id ? await book.FindAsync(seller, id, CancellationToken.None) : null;
        isMissing = RuleId is not null && rule is null;

        // Saving a new rule gives the page its address; what is typed and tried stays as it is.
        if (form is null || loaded is not null)
        {
            form = rule is null ? RuleForm.Empty() : RuleForm.Of(rule);
            (trial, problem, isEdited) = (null, null, false);
        }

        loaded = RuleId;
    }

    /// <inheritdoc />
    protected override async Task OnChangesAsync(IReadOnlyList<Change> changes)
    {
        if (rule is { Id: var id } && !busy)
        {
            rule = await book.FindAsync(await Seller.IdAsync(), id, CancellationToken.None) ?? rule;
        }
    }

    private void OnEdited() => (isEdited, problem) = (true, null);

    private void Edit(Action change)
    {
        change();
        OnEdited();
    }

    private async Task TryAsync()
    {
        busy = true;
        var seller = await Seller.IdAsync();
        var (id, refusal) = await book.SaveAsync(seller, rule?.Id, form!.ToDraft(), await Seller.NameAsync(), CancellationToken.None);
        problem = refusal;
        if (id is { } saved && await trials.TryStoredAsync(seller, saved, CancellationToken.None) is var (result, changedMeanwhile))
        {
            (trial, problem, isEdited) = (result, changedMeanwhile, false);
            rule = await book.FindAsync(seller, saved, CancellationToken.None);
            if (RuleId is null)
            {
                navigation.NavigateTo(RulesUrl.Of(saved), replace: true);
            }
        }

        busy = false;
    }

    private async Task SwitchAsync(bool on)
    {
        busy = true;
        var seller = await Seller.IdAsync();
        problem = await book.SwitchAsync(seller, rule!.Id, on, CancellationToken.None);
        rule = await book.FindAsync(seller, rule.Id, CancellationToken.None) ?? rule;
        busy = false;
    }

    private async Task DeleteAsync()
    {
        if (await ConfirmDialog.AskAsync(dialogs, "Delete this rule?", "It is not applied any more. What it did stays, and stays in the orders' timelines.", "Delete", isDangerous: true))
        {
            await book.DeleteAsync(await Seller.IdAsync(), rule!.Id, CancellationToken.None);
            navigation.NavigateTo(RulesUrl.All);
        }
    }
}
