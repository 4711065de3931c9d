namespace Marketplace.Core.Connections;

/// <summary>The seller has no such store; said in the same words whether it is nobody's or somebody else's.</summary>
public sealed class UnknownConnectionException() : Exception("You have no such store.");
