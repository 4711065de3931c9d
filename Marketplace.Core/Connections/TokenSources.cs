using System.Collections.Concurrent;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Connections;

/// <summary>The one token source of each store in this process.</summary>
public sealed class TokenSources(TokenStore store, PlatformCatalog catalog, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, ConnectionTokens> sources = new();

    internal ConnectionTokens Of(Guid connectionId) => sources.GetOrAdd(connectionId, id => new ConnectionTokens(id, store, catalog, time));
}
