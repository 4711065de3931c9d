using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Marketplace.Web.Security;

/// <summary>Settings under <c>Web</c>: how the application stands in the network.</summary>
public sealed class WebOptions : IValidatableObject
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Web";

    /// <summary>Networks of the proxies before this application, as "10.0.0.0/8"; only they are believed who asks, by which scheme and host.</summary>
    public IReadOnlyList<string> ProxyNetworks { get; set; } = [];

    /// <summary>Days for which browsers shall use https alone, once they came by https; 0 says nothing.</summary>
    [Range(0, 3650, ErrorMessage = "Web:HstsDays must lie between 0 and 3650.")]
    public int HstsDays { get; set; } = 365;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ProxyNetworks.Where(network => !IPNetwork.TryParse(network, out _))
            .Select(network => new ValidationResult($"Web:ProxyNetworks has {network}, which is no network such as 10.0.0.0/8."));
}
