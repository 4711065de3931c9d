namespace Marketplace.Core.Connections;

/// <summary>What a store card says when something is wrong.</summary>
internal static class ConnectionWords
{
    public const string NotConnected = "This store is not connected. Connect it to go on.";
    public const string Unreadable = "The stored authorisation can no longer be read, because the key that protected it is gone. Connect the store again.";
}
