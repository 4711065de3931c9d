namespace Marketplace.Core.Data;

/// <summary>Runs a transaction once more where two writers met: the loser rolls back, looks at what the winner wrote, and writes anew.</summary>
public static class WriterRace
{
    /// <summary>Tries that suffice where writers meet by chance.</summary>
    public const int UsualTries = 8;

    // Losers of one race would meet again at once if they did not step aside for unequal moments.
    private const int StepAsideMilliseconds = 10;

    /// <summary>Runs the transaction until it is not disturbed, or until the tries are used up.</summary>
    /// <param name="transaction">Opens a context of its own each time, so that nothing of a lost try is kept.</param>
    /// <param name="tries">Most tries, at least 1; the last one's failure is thrown.</param>
    public static async Task<T> RunAsync<T>(Func<Task<T>> transaction, int tries = UsualTries)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await transaction();
            }
            catch (Exception exception) when (attempt < tries && DatabaseFailures.MayPass(exception))
            {
                // What the other one stored is seen by the next try.
                await Task.Delay(Random.Shared.Next(1, (StepAsideMilliseconds << attempt) + 1));
            }
        }
    }
}
