using Marketplace.Sandbox.Ebay.Notifications;
using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Ebay.Signing;
using Marketplace.Sandbox.Ebay.Trading;

namespace Marketplace.Sandbox.Ebay;

/// <summary>What the local eBay is made of.</summary>
internal sealed class EbayParts : IAsyncDisposable
{
    public EbayParts(SandboxOptions options, TimeProvider time)
    {
        Options = options;
        Time = time;
        Quota = new EbayQuota(options, time);
        Tokens = new EbayTokens(time);
        Sellers = new EbaySellers(options, time);
        Door = new EbayDoor(Tokens, Sellers, Quota, time);
        Trading = new EbayTradingCalls(Sellers, Tokens, Quota, time);
        Keys = new EbayKeyCalls(time);
        Feeds = new EbayFeedCalls(time);
        Courier = new EbayCourier(Mailbox, options, time);
    }

    public SandboxOptions Options { get; }

    public TimeProvider Time { get; }

    public EbayQuota Quota { get; }

    public EbayTokens Tokens { get; }

    public EbayDoor Door { get; }

    public EbaySellers Sellers { get; }

    public EbayTradingCalls Trading { get; }

    public EbayKeyCalls Keys { get; }

    public EbayFeedCalls Feeds { get; }

    public EbayMailbox Mailbox { get; } = new();

    public EbayCourier Courier { get; }

    public EbayChallenge Challenge { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Courier.DisposeAsync();
        Challenge.Dispose();
    }
}
