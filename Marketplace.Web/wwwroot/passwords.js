// Fields for passwords: shows what was typed, and says how hard a new password is to guess. A hint and no judge: nothing is refused here,
// and nothing of it leaves the page.
(() => {
  const levels = [[80, "strong", "Strong."], [60, "good", "Good."], [40, "fair", "Fair. Another word or two would make it strong."], [0, "weak", "Easy to guess. A sentence of four or five words is hard to guess and easy to keep."]];
  const common = /password|passwort|marketplace|welcome|letmein|qwerty|asdf|admin|iloveyou|monkey|dragon|football|sunshine|shadow/gi;
  const kinds = [[/[a-z]/, 26], [/[A-Z]/, 26], [/[0-9]/, 10], [/[^a-zA-Z0-9]/, 33]];
  const perWord = 4;

  // What attackers try first counts little: well-known words, one's own address, runs ("1234"), repetitions.
  const bits = (password, email) => {
    const own = email.split("@")[0].toLowerCase();
    const isOwn = own.length > 3 && password.toLowerCase().includes(own);
    const rest = (isOwn ? password.toLowerCase().replaceAll(own, "") : password).replace(common, "");
    const pool = kinds.reduce((sum, [kind, size]) => sum + (kind.test(password) ? size : 0), 0);
    let sum = ((password.match(common)?.length ?? 0) + (isOwn ? 1 : 0)) * perWord;
    for (let i = 0; i < rest.length; i++) {
      const step = i > 0 ? rest.charCodeAt(i) - rest.charCodeAt(i - 1) : 9;
      const isKnown = Math.abs(step) <= 1 || (i >= 3 && rest.slice(0, i).includes(rest.slice(i - 2, i + 1)));
      sum += isKnown ? 1 : Math.log2(pool);
    }

    return sum;
  };

  const judge = field => {
    const place = document.querySelector(`[data-strength-of="${CSS.escape(field.id)}"]`);
    if (!place) {
      return;
    }

    const missing = Number(place.dataset.shortest) - field.value.length;
    const email = field.form?.querySelector("[autocomplete=username]")?.value ?? "";
    const [, level, words] = field.value === "" ? [0, "", ""]
      : missing > 0 ? [0, "weak", `${missing} more character${missing === 1 ? "" : "s"}.`]
      : levels.find(([least]) => bits(field.value, email) >= least);
    place.dataset.level = level;
    if (place.textContent !== words) {
      place.textContent = words;
    }
  };

  document.addEventListener("input", event => {
    if (event.target.matches("input[autocomplete=new-password]")) {
      judge(event.target);
    }
  });

  const turn = (button, isShown) => {
    const field = document.getElementById(button.dataset.shows);
    field.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
  };

  document.addEventListener("click", event => {
    const button = event.target.closest("[data-shows]");
    if (button) {
      turn(button, button.getAttribute("aria-pressed") !== "true");
    }
  });

  // Browsers keep what was sent from a plain text field, and offer it to the next visitor.
  document.addEventListener("submit", event => event.target.querySelectorAll("[data-shows]").forEach(button => turn(button, false)), true);
})();
