// Light or dark: what was last clicked here, or the choice in the account, or the system's. A click is kept with the account's choice
// at that time, so that a newer one there counts again. Set before the first paint, so that nothing flashes.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const own = () => root.dataset.choice ?? "";
  const clicked = () => {
    const [theme, over] = (localStorage.getItem("theme") ?? "").split("/");
    return (over ?? "") === own() ? theme : "";
  };
  const chosen = () => clicked() || own() || (system.matches ? "dark" : "light");
  const apply = () => {
    if (root.dataset.theme !== chosen()) {
      root.dataset.theme = chosen();
    }
  };

  apply();
  system.addEventListener("change", apply);
  // A page that arrives by enhanced navigation brings an <html> without the attribute.
  new MutationObserver(apply).observe(root, { attributeFilter: ["data-theme"] });

  document.addEventListener("click", event => {
    if (event.target.closest("[data-theme-toggle]")) {
      localStorage.setItem("theme", `${chosen() === "dark" ? "light" : "dark"}/${own()}`);
      apply();
    } else if (event.target.closest("[data-skip]")) {
      event.preventDefault();
      document.getElementById("main")?.focus();
    }
  });

  // The navigation is longer than a low window: the page that is open is in sight.
  document.addEventListener("DOMContentLoaded", () => document.querySelector(".side-nav .active")?.scrollIntoView({ block: "nearest" }));

  let opener = null;
  window.marketplace = {
    timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    takeFocus: element => {
      opener = document.activeElement;
      element.focus({ preventScroll: true });
    },
    returnFocus: () => opener?.focus({ preventScroll: true }),
  };
})();
