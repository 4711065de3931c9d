namespace Marketplace.Core.Platforms;

/// <summary>Hears how calls to marketplaces ended, after all retries. Must return at once and never throw.</summary>
public interface ICallListener
{
    /// <summary>A call ended in a failure.</summary>
    /// <param name="connectionId">The store; null for calls in the application's own name.</param>
    /// <param name="marketplace">Its marketplace.</param>
    /// <param name="failure">What was wrong.</param>
    void Failed(Guid? connectionId, MarketplaceKey marketplace, PlatformException failure);

    /// <summary>A call succeeded.</summary>
    /// <param name="connectionId">The store; null for calls in the application's own name.</param>
    /// <param name="marketplace">Its marketplace.</param>
    /// <param name="operation">Name of the operation.</param>
    void Succeeded(Guid? connectionId, MarketplaceKey marketplace, string operation);
}
