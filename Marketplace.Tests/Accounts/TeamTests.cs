using System.Security.Claims;
using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Accounts;

public sealed class TeamTests : IAsyncLifetime
{
    private TestDatabase test = null!;
    private Guid seller;
    private Guid owner;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TeamBook Team => test.Get<TeamBook>();

    private Invitations Invites => test.Get<Invitations>();

    public async ValueTask InitializeAsync()
    {
        test = await TestDatabase.CreateAsync(services => services.AddAccounts());
        owner = await AddUserAsync("owner@example.com");
        seller = await test.Get<SellerFounding>().FoundAsync(owner, "Harbour", Cancel);
    }

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task Invite_Accepted_JoinsWithTheRoleAndWorksOnce()
    {
        var (secret, _) = await Invites.InviteAsync(seller, "packer@example.com", Role.Packer, "owner", Cancel);
        var (first, second) = (await AddUserAsync("packer@example.com"), await AddUserAsync("thief@example.com"));

        Assert.Equal(("Harbour", Role.Packer), ((await Invites.FindAsync(secret, Cancel))!.SellerName, (await Invites.FindAsync(secret, Cancel))!.Role));
        Assert.Equal(seller, await Invites.AcceptAsync(secret, first, Cancel));
        Assert.Null(await Invites.AcceptAsync(secret, second, Cancel));
        Assert.Null(await Invites.FindAsync(secret, Cancel));

        Assert.Equal([Role.Owner, Role.Packer], (await Team.ListAsync(seller, Cancel)).Select(m => m.Role));
    }

    [Fact]
    public async Task Invite_TwoUseItAtOnce_OneJoins()
    {
        var (secret, _) = await Invites.InviteAsync(seller, "packer@example.com", Role.Packer, "owner", Cancel);
        var users = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            users.Add(await AddUserAsync($"user{i}@example.com"));
        }

        var joined = await Task.WhenAll(users.Select(user => Invites.AcceptAsync(secret, user, Cancel)));

        Assert.Single(joined, id => id is not null);
    }

    [Fact]
    public async Task Invite_TooOldOrTakenBackOrUnknown_LeadsNowhere()
    {
        var (old, _) = await Invites.InviteAsync(seller, "a@example.com", Role.Viewer, "owner", Cancel);
        test.Clock.Advance(TimeSpan.FromDays(Invitation.Days) + TimeSpan.FromMinutes(1));
        var (revoked, _) = await Invites.InviteAsync(seller, "b@example.com", Role.Viewer, "owner", Cancel);
        await Invites.RevokeAsync(seller, Assert.Single(await Invites.ListAsync(seller, Cancel)).Id, Cancel);

        foreach (var secret in new[] { old, revoked, "made-up", "", null })
        {
            Assert.Null(await Invites.FindAsync(secret, Cancel));
            Assert.Null(await Invites.AcceptAsync(secret, owner, Cancel));
        }
    }

    [Fact]
    public async Task Invite_Stored_HoldsNoSecret()
    {
        var (secret, _) = await Invites.InviteAsync(seller, "a@example.com", Role.Viewer, "owner", Cancel);

        await using var db = test.Db.Open(seller);
        Assert.DoesNotContain(secret!, string.Join('|', await db.Invitations.Select(i => i.SecretHash + i.Email + i.InvitedBy).ToListAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_LastOne_CanNeitherLeaveNorStepDown()
    {
        Assert.Contains("needs an owner", await Team.RemoveAsync(seller, owner, Cancel), StringComparison.Ordinal);
        Assert.Contains("needs an owner", await Team.ChangeRoleAsync(seller, owner, Role.Viewer, Cancel), StringComparison.Ordinal);

        var heir = await AddMemberAsync("heir@example.com", Role.Manager);
        Assert.Null(await Team.ChangeRoleAsync(seller, heir, Role.Owner, Cancel));
        Assert.Null(await Team.RemoveAsync(seller, owner, Cancel));
        Assert.Equal(heir, Assert.Single(await Team.ListAsync(seller, Cancel)).UserId);
    }

    [Fact]
    public async Task Owners_TwoTakeTheRoleFromEachOtherAtOnce_OneStays()
    {
        var other = await AddMemberAsync("other@example.com", Role.Owner);

        await Task.WhenAll(Team.ChangeRoleAsync(seller, owner, Role.Viewer, Cancel), Team.ChangeRoleAsync(seller, other, Role.Viewer, Cancel));

        Assert.Single(await Team.ListAsync(seller, Cancel), m => m.Role == Role.Owner);
    }

    [Fact]
    public async Task Standing_MemberTakenOff_IsKnownAtOnce()
    {
        var packer = await AddMemberAsync("packer@example.com", Role.Packer);
        var standings = test.Get<Standings>();
        Assert.Equal(Role.Packer, (await standings.OfAsync(packer, Cancel))!.At(seller));

        await Team.RemoveAsync(seller, packer, Cancel);

        Assert.Null((await standings.OfAsync(packer, Cancel))!.At(seller));
    }

    [Fact]
    public async Task Transform_SignedInOnAnotherInstance_IsKnownAtOnce()
    {
        var packer = await AddMemberAsync("packer@example.com", Role.Packer);
        var (here, elsewhere) = (test.Get<Standings>(), new Standings(test.Db, test.Get<IOptions<AccountsOptions>>(), test.Clock));
        await here.OfAsync(packer, Cancel);
        var session = await new UserSessions(test.Db, elsewhere, test.Get<IOptions<AccountsOptions>>(), test.Clock).BeginAsync(packer, null, null, stays: false, Cancel);
        var caller = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, packer.ToString()), new Claim(SellerClaims.Session, session.ToString())], "test"));
        var claims = new StandingClaims(here, Options.Create(new IdentityOptions()));

        Assert.Equal(seller, (await claims.TransformAsync(caller)).SellerId());

        await test.Get<UserSessions>().EndAsync(packer, session, Cancel);
        Assert.False((await claims.TransformAsync(caller)).Identity!.IsAuthenticated);
    }

    private async Task<Guid> AddMemberAsync(string email, Role role)
    {
        var user = await AddUserAsync(email);
        await using var db = test.Db.Open(seller);
        db.Memberships.Add(new Membership { UserId = user, SellerId = seller, Role = role, JoinedAt = test.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Cancel);
        return user;
    }

    private async Task<Guid> AddUserAsync(string email)
    {
        await using var db = test.Db.OpenForMachine();
        var user = new User { Id = Guid.CreateVersion7(), UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email, NormalizedEmail = email.ToUpperInvariant(), DisplayName = email };
        db.Users.Add(user);
        await db.SaveChangesAsync(Cancel);
        return user.Id;
    }
}
