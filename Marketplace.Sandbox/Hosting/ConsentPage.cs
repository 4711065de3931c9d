using System.Net;

namespace Marketplace.Sandbox.Hosting;

/// <summary>The page on which a seller allows access; plainly not the real marketplace's.</summary>
public static class ConsentPage
{
    /// <summary>A form that posts <c>decision=approve</c> or <c>decision=refuse</c> back to the same address.</summary>
    /// <param name="marketplace">Name of the marketplace.</param>
    /// <param name="color">Accent colour, CSS.</param>
    /// <param name="store">Name of the store that would be opened.</param>
    /// <param name="permissions">What is asked for, in words.</param>
    /// <param name="stores">Stores to choose from, value and name, posted as <c>store</c>; null where there is one.</param>
    public static string Render(
        string marketplace, string color, string store, IEnumerable<string> permissions, IReadOnlyList<(string Value, string Name)>? stores = null) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
          <link rel="icon" href="data:,">
          <title>{{Encode(marketplace)}} sandbox: allow access</title>
          <style>
            :root { color-scheme: light dark; --accent: {{color}}; }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
            main { width: min(30rem, calc(100vw - 2rem)); border: 1px solid color-mix(in srgb, CanvasText 18%, Canvas); border-radius: 14px; overflow: hidden; }
            header { background: repeating-linear-gradient(135deg, #f6c445 0 14px, #2b2b2b 14px 28px); height: 12px; }
            section { padding: 1.5rem 1.75rem 1.75rem; }
            h1 { font-size: 1.3rem; margin: .2rem 0 .6rem; }
            .tag { display: inline-block; background: #f6c445; color: #2b2b2b; font-weight: 700; font-size: .75rem; letter-spacing: .08em; padding: .15rem .55rem; border-radius: 99px; }
            ul { padding-left: 1.2rem; }
            form { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.4rem; }
            button { font: inherit; font-weight: 600; padding: .6rem 1.2rem; border-radius: 9px; border: 1px solid var(--accent); background: transparent; color: inherit; cursor: pointer; }
            button[value=approve] { background: var(--accent); color: #fff; }
            label { flex: 1 0 100%; }
            select { font: inherit; margin-left: .5rem; padding: .35rem .5rem; border-radius: 9px; }
            select:focus-visible, button:focus-visible { outline: 3px solid CanvasText; outline-offset: 2px; }
          </style>
        </head>
        <body>
          <main>
            <header></header>
            <section>
              <span class="tag">SANDBOX</span>
              <h1>{{Encode(marketplace)}}: allow Marketplace to work for <em>{{Encode(store)}}</em>?</h1>
              <p>This is a practice copy of {{Encode(marketplace)}} on your own machine. No real account is touched.</p>
              <ul>{{string.Concat(permissions.Select(p => $"<li>{Encode(p)}</li>"))}}</ul>
              <form method="post">
                {{Choice(stores)}}
                <button name="decision" value="approve">Allow access</button>
                <button name="decision" value="refuse">Refuse</button>
              </form>
            </section>
          </main>
        </body>
        </html>
        """;

    private static string Choice(IReadOnlyList<(string Value, string Name)>? stores) => stores is not { Count: > 1 } ? "" :
        $"""<label>Sign in as <select name="store">{string.Concat(stores.Select(store => $"<option value=\"{Encode(store.Value)}\">{Encode(store.Name)}</option>"))}</select></label>""";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
