using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

/// <summary>What sellers do in every journey: sign in, and go to a page.</summary>
internal static class SellerActions
{
    /// <summary>Goes to a page as a visitor, signs in, and waits until the page that it leads to is live.</summary>
    public static async Task SignInAsync(this IPage page, string path, string email = TestApp.DemoEmail)
    {
        await page.GotoAsync(path);
        await page.EnterLoginAsync(email, TestApp.Password);
        await page.UntilLiveAsync();
    }

    /// <summary>Fills in the sign-in page and sends it.</summary>
    public static async Task EnterLoginAsync(this IPage page, string email, string password)
    {
        await page.GetByTestId("login-email").FillAsync(email);
        await page.GetByTestId("login-password").FillAsync(password);
        await page.GetByTestId("login-submit").ClickAsync();
    }

    /// <summary>Goes to a page and waits until it is live.</summary>
    public static async Task OpenAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.UntilLiveAsync();
    }

    /// <summary>Waits until the page hears clicks: before that, it is the server's drawing alone.</summary>
    public static Task UntilLiveAsync(this IPage page) =>
        page.Locator("[data-live=true]").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
}
