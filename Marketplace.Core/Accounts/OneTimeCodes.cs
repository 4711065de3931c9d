using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Accounts;

/// <summary>Takes codes of authenticator applications, each once.</summary>
public sealed class OneTimeCodes(MarketplaceDb database, TimeProvider time)
{
    // Far more than the steps whose codes still fit.
    private const int KeptSteps = 20;

    /// <summary>Takes a code.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="key">Their key, in Base32.</param>
    /// <param name="code">What was entered.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Whether it fits and was not taken before; of two who show it at once, one gets true.</returns>
    public async Task<bool> TakeAsync(Guid userId, string key, string code, CancellationToken cancellationToken)
    {
        if (Totp.StepOf(key, code, time.GetUtcNow()) is not { } step)
        {
            return false;
        }

        await using var db = database.OpenForMachine();
        var spent = db.UsedCodes.Where(c => c.UserId == userId);
        if (await spent.AnyAsync(c => c.Step == step, cancellationToken))
        {
            return false;
        }

        db.UsedCodes.Add(new UsedCode { UserId = userId, Step = step });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            if (await spent.AnyAsync(c => c.Step == step, cancellationToken))
            {
                return false;
            }

            throw;
        }

        await spent.Where(c => c.Step < step - KeptSteps).ExecuteDeleteAsync(cancellationToken);
        return true;
    }
}
