namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Keeps the application's own token for notifications, and renews it once for all callers that wait.</summary>
public sealed class AmazonGrantless(AmazonTokens login, TimeProvider time) : IDisposable
{
    private const string Scope = "sellingpartnerapi::notifications";
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim renewal = new(1, 1);
    private (string Token, DateTimeOffset ExpiresAt) current;

    /// <summary>A token that is good for at least another minute.</summary>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        await renewal.WaitAsync(cancellationToken);
        try
        {
            if (current.ExpiresAt <= time.GetUtcNow() + Margin)
            {
                current = await login.GrantlessAsync(Scope, cancellationToken);
            }

            return current.Token;
        }
        finally
        {
            renewal.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => renewal.Dispose();
}
