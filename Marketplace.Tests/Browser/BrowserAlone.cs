namespace Marketplace.Tests.Browser;

/// <summary>The browser runs when the other tests are done: what people see within a second needs a machine that is not flooded.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class BrowserAlone
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "Browser";
}
