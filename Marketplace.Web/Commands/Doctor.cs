using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Marketplace.Core.Work;
using Marketplace.Web.Endpoints;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Commands;

/// <summary>Looks at an installation as an experienced operator would, and says what is wrong and what to do. It changes nothing.</summary>
public sealed class Doctor(
    IServiceProvider services, MarketplaceDb database, IConfiguration configuration, PlatformCatalog platforms, PersonalDataProtector protector, TimeProvider time)
{
    private const int OldestWorkMinutes = 30;
    private bool isWell = true;

    /// <summary>Examines everything.</summary>
    /// <returns>Whether all is as it should be; advice alone does not count.</returns>
    public async Task<bool> ExamineAsync(TextWriter output, CancellationToken cancellationToken)
    {
        // Wrong settings are told each by itself; what depends on them may not even be made.
        if (await SettingsAsync(output) && await DatabaseAsync(output, cancellationToken))
        {
            await KeysAsync(output, cancellationToken);
            await WorkAsync(output, cancellationToken);
        }

        await NetworkAsync(output);
        foreach (var platform in platforms.All)
        {
            await SayAsync(output, platform.Connect.MissingSetting is null ? "ok" : "advice", platform.Connect.MissingSetting is { } setting
                ? $"{platform.Descriptor.Name}: add {setting} to connect stores" : $"{platform.Descriptor.Name}: has its keys");
        }

        return isWell;
    }

    private async Task<bool> SettingsAsync(TextWriter output)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            await SayAsync(output, "ok", "settings: valid");
            return true;
        }
        catch (Exception exception) when (exception is OptionsValidationException or AggregateException or InvalidOperationException)
        {
            var failures = exception is AggregateException many ? many.InnerExceptions : (IEnumerable<Exception>)[exception];
            foreach (var failure in failures.SelectMany(f => f is OptionsValidationException invalid ? invalid.Failures : [f.Message]))
            {
                await SayAsync(output, "WRONG", $"settings: {failure}");
            }

            return false;
        }
    }

    private async Task<bool> DatabaseAsync(TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = database.OpenForMachine();
            var pending = await db.Database.CanConnectAsync(cancellationToken) ? (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count() : -1;
            await SayAsync(output, pending < 0 ? "WRONG" : "ok", pending switch
            {
                < 0 => "database: does not answer, or is not there yet. Check Database:ConnectionString; the first start makes it",
                0 => "database: there, and of this version",
                _ => $"database: {pending} steps older than the application; the next start brings it up. Make a backup before",
            });
            return pending == 0;
        }
        catch (DbException exception)
        {
            await SayAsync(output, "WRONG", $"database: {exception.Message}");
            return false;
        }
    }

    private async Task KeysAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var keys = await db.DataProtectionKeys.Select(k => k.Xml).ToListAsync(cancellationToken);
        var isProtected = keys.Count > 0 && keys.TrueForAll(xml => xml?.Contains("encryptedSecret", StringComparison.Ordinal) == true && !xml.Contains("NullXmlDecryptor", StringComparison.Ordinal));
        await SayAsync(output, isProtected || keys.Count == 0 ? "ok" : "advice", isProtected || keys.Count == 0
            ? "keys: protected" : "keys: lie in the database in the clear. Set Security:KeyCertificatePath or Security:KeyFile; keys made from then on are protected");
        var sample = await db.Orders.IgnoreQueryFilters().Where(o => o.ProtectedBuyer != null).OrderByDescending(o => o.ImportedAt).Select(o => o.ProtectedBuyer).FirstOrDefaultAsync(cancellationToken);
        try
        {
            protector.Unprotect<RemoteBuyer>(sample);
            services.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(Doctor)).Protect("try");
            await SayAsync(output, "ok", "keys: open what is stored");
        }
        catch (CryptographicException)
        {
            await SayAsync(output, "WRONG", "keys: do not open what is stored. Give the certificate or key file that this database was used with (Security:…)");
        }
    }

    private async Task WorkAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var dead = await db.WorkItems.IgnoreQueryFilters().CountAsync(w => w.State == WorkState.Dead, cancellationToken);
        var late = time.GetUtcNow().AddMinutes(-OldestWorkMinutes);
        var waiting = await db.WorkItems.IgnoreQueryFilters().CountAsync(w => w.State == WorkState.Open && w.DueAt < late, cancellationToken);
        await SayAsync(output, dead == 0 ? "ok" : "advice", string.Create(CultureInfo.InvariantCulture, $"work: {dead} given up{(dead == 0 ? "" : ", to be looked at under Activity")}"));
        await SayAsync(output, waiting == 0 ? "ok" : "advice", string.Create(CultureInfo.InvariantCulture, $"work: {waiting} waiting for more than {OldestWorkMinutes} minutes"));
    }

    private async Task NetworkAsync(TextWriter output)
    {
        var address = configuration[$"{ApiOptions.Section}:{nameof(ApiOptions.PublicUrl)}"];
        await SayAsync(output, address?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true ? "ok" : "advice", string.IsNullOrEmpty(address)
            ? "network: without Api:PublicUrl no marketplace can notify us, and no e-mail can carry a link" : $"network: reached at {address}");
        await SayAsync(output, "ok", string.IsNullOrEmpty(configuration["Alerts:Smtp:Host"]) ? "network: no e-mails (Alerts:Smtp:Host)" : "network: e-mails go out by Alerts:Smtp:Host");
    }

    private Task SayAsync(TextWriter output, string verdict, string words)
    {
        isWell &= verdict != "WRONG";
        return output.WriteLineAsync($"{verdict,-7} {words}");
    }
}
