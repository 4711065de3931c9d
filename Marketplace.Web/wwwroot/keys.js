// Keys for people who work all day: each does what a control with data-key or data-key-… on the page does, so a page without it ignores the key.
(() => {
  const PLACES = { o: "orders", i: "inventory", c: "customers", d: "" };
  const GO_WITHIN = 1500;
  let goSince = -Infinity;

  const visible = element => element instanceof HTMLElement && !element.closest("[inert]") && element.getClientRects().length > 0;
  const typing = element => element instanceof Element && element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
  const dialog = () => [...document.querySelectorAll(".mud-dialog, dialog[open], .mud-popover-open")].some(visible);
  const panel = () => [...document.querySelectorAll(".side-panel-open")].find(visible);
  const rows = () => [...document.querySelectorAll("[data-key-row]")].filter(visible);
  const current = () => document.activeElement?.closest("tr")?.querySelector("[data-key-row]");

  const click = element => {
    if (element && !element.disabled) {
      element.click();
      return true;
    }

    return false;
  };

  const move = step => {
    const all = rows();
    const at = all.indexOf(current());
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
    next?.querySelector("[data-key-open]")?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return next !== undefined;
  };

  const tick = () => click(current()?.closest("tr").querySelector("input[type=checkbox]"));

  const search = () => {
    const field = [...document.querySelectorAll("input[type=search]")].find(visible);
    field?.focus();
    field?.select();
    return field !== undefined;
  };

  const help = () => {
    document.getElementById("shortcuts")?.showModal();
    return true;
  };

  const inPanel = (open, key) => ["j", "k", "t"].includes(key) && click(open.querySelector(`[data-key=${key}]`));

  const onPage = key => {
    switch (key) {
      case "j": return move(1);
      case "k": return move(-1);
      case "x": return tick();
      case "t": return click(current()?.querySelector("[data-key=t]"));
      case "/": return search();
      case "?": return help();
      default: return false;
    }
  };

  const go = key => {
    const hasPlace = performance.now() - goSince < GO_WITHIN && key in PLACES;
    goSince = key === "g" ? performance.now() : -Infinity;
    if (hasPlace) {
      Blazor.navigateTo(PLACES[key]);
    }

    return hasPlace;
  };

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || dialog()) {
      return;
    }

    const open = panel();
    if (open ? inPanel(open, event.key) : go(event.key) || onPage(event.key)) {
      event.preventDefault();
    }
  });

  // A list that is copied from a spreadsheet has its ids below each other; a field of one line would lose what parts them.
  document.addEventListener("paste", event => {
    const field = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (field instanceof HTMLInputElement && field.type === "search" && /[\r\n\t]/.test(text)) {
      event.preventDefault();
      field.setRangeText(text.trim().replace(/\s+/g, " "), field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();
