using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>The owner of three stores, whose orders are here.</summary>
internal static class SignedInOwner
{
    // One store of the demo alone has fewer orders than this.
    private const int OrdersOfAll = 20;

    /// <summary>Signs in and waits until orders of all stores are here.</summary>
    /// <returns>The browser's state, which windows may take over.</returns>
    public static async Task<string> StateAsync(Chrome chrome)
    {
        var page = await chrome.OpenAsync();
        await page.SignInAsync("/orders");
        await Expect(page.GetByTestId("order-row").Nth(OrdersOfAll)).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var state = await page.Context.StorageStateAsync();
        await page.Context.CloseAsync();
        return state;
    }
}
