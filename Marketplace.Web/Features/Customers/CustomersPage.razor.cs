using Marketplace.Core.Audit;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Orders.Customers;
using Marketplace.Core.Orders.Erasure;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Customers;

/// <summary>Customers with their sums. What the page shows is in its address.</summary>
public sealed partial class CustomersPage
{
    private CustomersUrl url = new();
    private Page<CustomerRow>? page;
    private string? failure;

    /// <summary>Search of the address.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>Order of the rows, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    /// <summary>Page of the address.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int? PageNumber { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Orders];

    [Inject]
    private CustomerQueries Customers { get; set; } = null!;

    [Inject]
    private BuyerDataLog BuyerData { get; set; } = null!;

    [Inject]
    private BuyerErasure Erasure { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private ILogger<CustomersPage> Logger { get; set; } = null!;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        url = CustomersUrl.Parse(Search, Sort, PageNumber);
        return LoadAsync();
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => changes.Count > 0 ? LoadAsync() : Task.CompletedTask;

    private async Task LoadAsync()
    {
        var asked = url;
        try
        {
            await BuyerData.CustomersListedAsync(await Seller.IdAsync(), CancellationToken.None);
            var read = await Customers.ListAsync(
                await Seller.IdAsync(), asked.Search, asked.Sort, (asked.Page - 1) * CustomersUrl.PageSize, CustomersUrl.PageSize, CancellationToken.None);

            // The page may have moved on while this was read.
            if (asked == url)
            {
                (page, failure) = (read, null);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LogError(exception, "The customers could not be read");
            failure = "The database did not answer. Nothing is lost; try again, and if it happens again look into the application's log.";
        }
    }

    private List<FilterTabs.Tab> Tabs() =>
    [
        .. new[] { (CustomerSort.Latest, "Latest order"), (CustomerSort.Orders, "Most orders") }
            .Select(tab => new FilterTabs.Tab(Query.Word(tab.Item1, (CustomerSort)(-1))!, tab.Item2, null, (url with { Sort = tab.Item1, Page = 1 }).ToString(), url.Sort == tab.Item1)),
    ];

    private void SearchFor(string text) => Navigation.NavigateTo((url with { Search = text, Page = 1 }).ToString(), replace: true);

    private async Task EraseAsync(CustomerRow customer)
    {
        if (!await ConfirmDialog.AskAsync(
            Dialogs, "Erase this customer's data?",
            $"Name, address and contact go for good from {(customer.Orders == 1 ? "1 order" : $"{customer.Orders} orders")} and their labels. The orders stay with their amounts. This cannot be undone.", "Erase", isDangerous: true))
        {
            return;
        }

        var verdict = await Erasure.EraseCustomerAsync(await Seller.IdAsync(), customer.Id, await Seller.NameAsync(), CancellationToken.None);
        if (verdict?.Problem is { } problem)
        {
            Snackbar.Add(problem, Severity.Warning);
        }

        await LoadAsync();
    }
}
