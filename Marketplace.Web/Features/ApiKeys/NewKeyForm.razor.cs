using Marketplace.Core.ApiAccess;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.ApiKeys;

/// <summary>What a new key is for, what it may do, and for how long.</summary>
public sealed partial class NewKeyForm(TimeProvider time)
{
    private const int UsualDays = 90;
    private string? name;
    private int days = UsualDays;
    private ApiScopes scopes = ApiScopes.Read;
    private bool isBusy;

    /// <summary>Makes the key; true when it was made.</summary>
    [Parameter, EditorRequired]
    public Func<NewApiKey, Task<bool>> OnMake { get; set; } = null!;

    private void Choose(ApiScopes scope, bool chosen) => scopes = chosen ? scopes | scope : scopes & ~scope;

    private async Task SubmitAsync()
    {
        isBusy = true;
        if (await OnMake(new NewApiKey(name, scopes, days == 0 ? null : time.GetUtcNow().AddDays(days))))
        {
            (name, days, scopes) = (null, UsualDays, ApiScopes.Read);
        }

        isBusy = false;
    }
}
