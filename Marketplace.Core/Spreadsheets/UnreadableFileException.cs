namespace Marketplace.Core.Spreadsheets;

/// <summary>A file that cannot be used as a whole. The message tells the seller why and what to do.</summary>
public sealed class UnreadableFileException(string message, Exception? inner = null) : Exception(message, inner);
