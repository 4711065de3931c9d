using System.Globalization;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

/// <summary>One row of every kind that belongs to a seller, made from the model itself, so that a new kind cannot be forgotten.</summary>
internal static class OthersRows
{
    /// <summary>Stands in every text of these rows, and nowhere else.</summary>
    public const string Canary = "canary-7f3a";

    /// <summary>Makes a row of each kind of which the seller has none, and reads one id of each kind.</summary>
    /// <returns>Ids by kind.</returns>
    public static async Task<IReadOnlyDictionary<string, Guid>> MakeAsync(TestApp app, Guid seller)
    {
        await using var model = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        var kinds = model.Model.GetEntityTypes().Where(t => typeof(ISellerOwned).IsAssignableFrom(t.ClrType) && t.FindPrimaryKey()!.Properties is [{ ClrType: var type }] && type == typeof(Guid)).ToList();
        var ids = new Dictionary<string, Guid>();

        // Rows that point to others come when those are there; what is left after some rounds points to what the model cannot tell.
        for (var round = 0; round < 5; round++)
        {
            foreach (var kind in kinds.Where(k => !ids.ContainsKey(k.ClrType.Name)))
            {
                if (await FindOrAddAsync(app, seller, kind, ids) is { } id)
                {
                    ids[kind.ClrType.Name] = id;
                }
            }
        }

        return ids;
    }

    /// <summary>How many rows of each kind a seller has; what the machine itself adds meanwhile is left out.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> CountAsync(TestApp app, Guid seller)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        var counts = new Dictionary<string, int>();
        foreach (var kind in db.Model.GetEntityTypes().Where(t => typeof(ISellerOwned).IsAssignableFrom(t.ClrType)))
        {
            counts[kind.ClrType.Name] = await (Task<int>)typeof(OthersRows).GetMethod(nameof(RowsAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                .MakeGenericMethod(kind.ClrType).Invoke(null, [db])!;
        }

        return counts;
    }

    private static Task<int> RowsAsync<T>(MarketplaceDbContext db)
        where T : class => db.Set<T>().CountAsync();

    private static async Task<Guid?> FindOrAddAsync(TestApp app, Guid seller, IEntityType kind, Dictionary<string, Guid> ids)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        if (await ((IQueryable<object>)db.GetType().GetMethod(nameof(DbContext.Set), [])!.MakeGenericMethod(kind.ClrType).Invoke(db, [])!).FirstOrDefaultAsync() is { } known)
        {
            return (Guid)kind.FindPrimaryKey()!.Properties[0].PropertyInfo!.GetValue(known)!;
        }

        var row = Activator.CreateInstance(kind.ClrType)!;
        var entry = db.Add(row);
        foreach (var property in kind.GetProperties().Where(p => !p.IsForeignKey() && !p.IsPrimaryKey() && !p.IsNullable && p.ClrType == typeof(string) && p.ValueGenerated == ValueGenerated.Never))
        {
            entry.Property(property.Name).CurrentValue = Canary[..Math.Min(Canary.Length, property.GetMaxLength() ?? Canary.Length)];
        }

        foreach (var key in kind.GetForeignKeys().Where(k => k.Properties is [{ ClrType: var type }] && type == typeof(Guid)))
        {
            entry.Property(key.Properties[0].Name).CurrentValue = ids.GetValueOrDefault(key.PrincipalEntityType.ClrType.Name);
        }

        try
        {
            await db.SaveChangesAsync();
            return (Guid)entry.Property(kind.FindPrimaryKey()!.Properties[0].Name).CurrentValue!;
        }
        catch (DbUpdateException)
        {
            // What it points to is not there yet.
            return null;
        }
    }
}
