using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Platforms.Http;

/// <summary>Hands out "token-1" and renews to "token-2" and so on.</summary>
internal sealed class CountingTokens : IAccessTokenSource
{
    private int number = 1;

    public int Renewals { get; private set; }

    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult($"token-{number}");

    public ValueTask<string> RenewAsync(string refused, CancellationToken cancellationToken)
    {
        Renewals++;
        number++;
        return GetAsync(cancellationToken);
    }
}
