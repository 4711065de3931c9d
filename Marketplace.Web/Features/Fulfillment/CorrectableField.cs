namespace Marketplace.Web.Features.Fulfillment;

/// <summary>What of a file's row can be corrected in place.</summary>
public enum CorrectableField
{
    /// <summary>Order number.</summary>
    Order,

    /// <summary>Tracking number.</summary>
    Tracking,

    /// <summary>Carrier.</summary>
    Carrier,
}
