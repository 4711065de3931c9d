namespace Marketplace.Sandbox;

/// <summary>How badly notifications are delivered; the real ones promise neither order nor that each comes once.</summary>
public sealed class NotificationOptions
{
    /// <summary>How often each notification is sent at least.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>Of a hundred notifications, how many come once more.</summary>
    public int DuplicatePercent { get; set; }

    /// <summary>Of a hundred notifications, how many are held back until later ones have overtaken them.</summary>
    public int DisorderPercent { get; set; }

    /// <summary>Of a hundred notifications, how many are preceded by a forged copy, signed with another key.</summary>
    public int ForgedPercent { get; set; }

    /// <summary>Of a hundred notifications, how many never come.</summary>
    public int LostPercent { get; set; }

    /// <summary>Seconds until a notification sets out.</summary>
    public double DelaySeconds { get; set; }
}
