namespace Marketplace.Tests.Chaos;

/// <summary>Processes are killed when the other tests are done: their times mean little on a machine that is flooded.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class KillAlone
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "Kill";
}
