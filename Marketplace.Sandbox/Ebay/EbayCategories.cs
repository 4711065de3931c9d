using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Ebay;

/// <summary>The category tree of each site: departments of the sample goods, and their categories.</summary>
internal static class EbayCategories
{
    /// <summary>Path of the API.</summary>
    public const string Root = "/commerce/taxonomy/v1";

    private const string Version = "137";
    private static readonly IReadOnlyList<(string Id, string Name, IReadOnlyList<(string Id, string Name)> Leaves)> Departments =
    [
        .. SampleCatalog.Items(1, 64).Select(item => (Department: item.Category[0], Leaf: item.Category[^1])).Distinct()
            .GroupBy(pair => pair.Department).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select((group, i) => ($"{10_000 + i * 1_000}", group.Key, (IReadOnlyList<(string, string)>)
                [.. group.Select(pair => pair.Leaf).Order(StringComparer.Ordinal).Select((leaf, j) => ($"{10_001 + i * 1_000 + j}", leaf))])),
    ];

    /// <summary>Id of an item's category.</summary>
    public static string IdOf(SampleItem item) => Departments.First(department => department.Name == item.Category[0]).Leaves.First(leaf => leaf.Name == item.Category[^1]).Id;

    /// <summary>GET /get_default_category_tree_id.</summary>
    public static SandboxReply DefaultTree(SandboxCall call) =>
        EbaySite.All.FirstOrDefault(site => site.Id == call.QueryValue("marketplace_id")) is { } site
            ? SandboxReply.OfJson(200, new { categoryTreeId = site.TreeId, categoryTreeVersion = Version })
            : Refuse(400, 62003, "The specified marketplace ID was not found.");

    /// <summary>GET /category_tree/{category_tree_id}.</summary>
    public static SandboxReply Tree(SandboxCall call) => SiteOf(call) is not { } site ? NoTree : SandboxReply.OfJson(200, new
    {
        applicableMarketplaceIds = new[] { site.Id },
        categoryTreeId = site.TreeId,
        categoryTreeVersion = Version,
        rootCategoryNode = new
        {
            category = new { categoryId = "0", categoryName = "Root" },
            categoryTreeNodeLevel = 0,
            childCategoryTreeNodes = Departments.Select(department => Node(call, site, department)).ToList(),
        },
    });

    /// <summary>GET /category_tree/{category_tree_id}/get_category_subtree.</summary>
    public static SandboxReply Subtree(SandboxCall call)
    {
        if (SiteOf(call) is not { } site)
        {
            return NoTree;
        }

        var department = Departments.FirstOrDefault(known => known.Id == call.QueryValue("category_id"));
        return department.Id is null
            ? Refuse(400, 62005, "The specified category ID does not belong to the specified category tree.")
            : SandboxReply.OfJson(200, new { categorySubtreeNode = Node(call, site, department), categoryTreeId = site.TreeId, categoryTreeVersion = Version });
    }

    /// <summary>GET /category_tree/{category_tree_id}/get_category_suggestions: categories that share a word with the question.</summary>
    public static SandboxReply Suggestions(SandboxCall call)
    {
        if (SiteOf(call) is not { } site)
        {
            return NoTree;
        }

        var words = (call.QueryValue("q") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return Refuse(400, 62007, "The query is missing.");
        }

        var leaves = Departments.SelectMany(department => department.Leaves.Select(leaf => (department, leaf))).ToList();
        var found = leaves.Where(pair => words.Any(word => $"{pair.department.Name} {pair.leaf.Name}".Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
        return SandboxReply.OfJson(200, new
        {
            categorySuggestions = (found.Count > 0 ? found : leaves).Take(3).Select(pair => new
            {
                category = new { categoryId = pair.leaf.Id, categoryName = pair.leaf.Name },
                categoryTreeNodeLevel = 2,
                categoryTreeNodeAncestors = new[]
                {
                    new
                    {
                        categoryId = pair.department.Id,
                        categoryName = pair.department.Name,
                        categoryTreeNodeLevel = 1,
                        categorySubtreeNodeHref = EbayWire.Link(call, $"{Root}/category_tree/{site.TreeId}/get_category_subtree?category_id={pair.department.Id}"),
                    },
                },
            }).ToList(),
            categoryTreeId = site.TreeId,
            categoryTreeVersion = Version,
        });
    }

    /// <summary>GET /category_tree/{category_tree_id}/get_item_aspects_for_category: every category wants a brand.</summary>
    public static SandboxReply Aspects(SandboxCall call) => SiteOf(call) is null ? NoTree
        : !Departments.Any(department => department.Leaves.Any(leaf => leaf.Id == call.QueryValue("category_id")))
            ? Refuse(400, 62005, "The specified category ID does not belong to the specified category tree.")
        : SandboxReply.OfJson(200, new
        {
            aspects = new[]
            {
                new
                {
                    localizedAspectName = "Brand",
                    aspectConstraint = new
                    {
                        aspectDataType = "STRING",
                        aspectEnabledForVariations = false,
                        aspectMode = "FREE_TEXT",
                        aspectRequired = true,
                        aspectUsage = "RECOMMENDED",
                        itemToAspectCardinality = "SINGLE",
                        aspectMaxLength = 65,
                    },
                    aspectValues = Array.Empty<object>(),
                },
            },
        });

    private static object Node(SandboxCall call, EbaySite site, (string Id, string Name, IReadOnlyList<(string Id, string Name)> Leaves) department) => new
    {
        category = new { categoryId = department.Id, categoryName = department.Name },
        categoryTreeNodeLevel = 1,
        parentCategoryTreeNodeHref = EbayWire.Link(call, $"{Root}/category_tree/{site.TreeId}/get_category_subtree?category_id=0"),
        childCategoryTreeNodes = department.Leaves.Select(leaf => new
        {
            category = new { categoryId = leaf.Id, categoryName = leaf.Name },
            categoryTreeNodeLevel = 2,
            leafCategoryTreeNode = true,
            parentCategoryTreeNodeHref = EbayWire.Link(call, $"{Root}/category_tree/{site.TreeId}/get_category_subtree?category_id={department.Id}"),
        }).ToList(),
    };

    private static EbaySite? SiteOf(SandboxCall call) => EbaySite.All.FirstOrDefault(site => site.TreeId == call.Path["category_tree_id"]);

    private static SandboxReply NoTree => Refuse(400, 62004, "The specified category tree ID was not found.");

    private static SandboxReply Refuse(int status, int errorId, string message) => EbayRefusal.Of(status, new EbayFault(errorId, "API_TAXONOMY", "REQUEST", message));
}
