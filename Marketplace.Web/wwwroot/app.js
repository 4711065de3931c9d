// Light or dark: the viewer's choice, or the system's until there is one. Set before the first paint, so that nothing flashes.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => localStorage.getItem("theme") ?? (root.dataset.choice || null) ?? (system.matches ? "dark" : "light");
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
      localStorage.setItem("theme", chosen() === "dark" ? "light" : "dark");
      apply();
    } else if (event.target.closest("[data-skip]")) {
      event.preventDefault();
      document.getElementById("main")?.focus();
    }
  });

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
