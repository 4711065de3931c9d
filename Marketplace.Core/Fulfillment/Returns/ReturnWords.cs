using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Returns;

/// <summary>Returns in plain words.</summary>
public static class ReturnWords
{
    /// <summary>What the buyer wants, as the end of "The buyer wants …".</summary>
    public static string Of(ReturnWish wish) => wish switch
    {
        ReturnWish.Refund => "the money back and keeps the goods",
        ReturnWish.Return => "to send it back",
        _ => "it replaced",
    };

    /// <summary>Where it stands.</summary>
    public static string Of(ReturnStatus status) => status switch
    {
        ReturnStatus.Requested => "Asked for",
        ReturnStatus.AwaitingGoods => "The buyer is to send it",
        ReturnStatus.OnTheWay => "On its way back",
        ReturnStatus.Offered => "The buyer is to answer your offer",
        ReturnStatus.Agreed => "Agreed; the buyer is being paid",
        ReturnStatus.Settled => "Settled",
        ReturnStatus.Refused => "Refused",
        _ => "Given up",
    };

    /// <summary>What the seller is asked.</summary>
    public static string Of(ReturnQuestion question) => question switch
    {
        ReturnQuestion.Refund => "Give the money back without the goods?",
        ReturnQuestion.Return => "May the buyer send it back?",
        ReturnQuestion.Goods => "Did it arrive as it should? A yes pays the buyer.",
        _ => "Send other goods in their place?",
    };
}
