using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Data;

/// <summary>Tells failures of the database that a second try may not meet again from those that it will.</summary>
public static class DatabaseFailures
{
    private const int SqliteBusy = 5;

    /// <summary>Whether two writers met: a key that somebody else has just written, a row that changed meanwhile, a deadlock, a busy file.</summary>
    public static bool MayPass(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbUpdateException or DbException { IsTransient: true } or SqliteException { SqliteErrorCode: SqliteBusy })
            {
                return true;
            }
        }

        return false;
    }
}
