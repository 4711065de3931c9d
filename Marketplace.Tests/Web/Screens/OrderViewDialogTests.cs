using Bunit;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Views;
using Marketplace.Web.Features.Orders.Views;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Marketplace.Tests.Web.Screens;

public sealed class OrderViewDialogTests
{
    private static TimeSpan Soon => TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Name_ThatIsRefused_KeepsTheDialogOpenAndSaysWhy()
    {
        await using var context = new ScreenContext();
        var names = new List<string>();
        var (provider, answer) = await OpenAsync(context, dialogs => ViewNameDialog.AskAsync(dialogs, "Save this view", "", name =>
        {
            names.Add(name);
            return Task.FromResult(names.Count == 1 ? new ViewVerdict(null, "There is one already.") : new ViewVerdict(new SavedOrderView(Guid.Empty, name, new OrderFilter(), []), null));
        }));

        provider.WaitForElement("input[data-testid=view-name]", Soon).Input("Morning");
        provider.WaitForAssertion(() => Assert.False(provider.Find("button[data-testid=save-view]").HasAttribute("disabled")), Soon);
        await provider.Find("button[data-testid=save-view]").ClickAsync();
        provider.WaitForAssertion(() => Assert.Contains("There is one already.", provider.Find("[data-testid=view-problem]").TextContent, StringComparison.Ordinal), Soon);
        provider.Find("input[data-testid=view-name]").Input("Evening");
        await provider.Find("button[data-testid=save-view]").ClickAsync();

        Assert.Equal("Evening", (await answer.WaitAsync(Soon))?.View?.Name);
        Assert.Equal(["Morning", "Evening"], names);
    }

    [Fact]
    public async Task Columns_TickedAndMoved_ComeBackInTheirOrder()
    {
        await using var context = new ScreenContext();
        var (provider, answer) = await OpenAsync(context, dialogs => ColumnsDialog.AskAsync(dialogs, [OrderColumn.ShipBy, OrderColumn.Total]));

        provider.WaitForElement("[data-testid=columns-dialog]", Soon);
        Assert.Equal(Enum.GetValues<OrderColumn>().Length, provider.FindAll("[data-testid=columns-dialog] li").Count);
        await provider.Find("button[data-testid=column-Total-up]").ClickAsync();
        provider.Find("input[data-testid=column-Store]").Change(true);
        await provider.Find("button[data-testid=keep-columns]").ClickAsync();

        Assert.Equal([OrderColumn.Total, OrderColumn.ShipBy, OrderColumn.Store], await answer.WaitAsync(Soon));
    }

    private static async Task<(IRenderedComponent<MudDialogProvider> Provider, Task<T> Answer)> OpenAsync<T>(ScreenContext context, Func<IDialogService, Task<T>> ask)
    {
        var provider = context.Bunit.Render<MudDialogProvider>();
        Task<T>? answer = null;
        await provider.InvokeAsync(() => { answer = ask(context.Bunit.Services.GetRequiredService<IDialogService>()); });
        return (provider, answer!);
    }
}
