// Shows the dialog while the circuit is away, and comes back by itself as soon as the server answers.
const modal = document.getElementById("components-reconnect-modal");

modal.addEventListener("components-reconnect-state-changed", event => {
  const state = event.detail.state;
  if (state === "show") {
    modal.showModal();
  } else if (state === "hide") {
    modal.close();
  } else if (state === "failed") {
    document.addEventListener("visibilitychange", retryWhenVisible);
  } else if (state === "rejected") {
    location.reload();
  }
});

document.getElementById("components-reconnect-button").addEventListener("click", retry);
document.getElementById("components-resume-button").addEventListener("click", resume);
document.getElementById("components-reload-button").addEventListener("click", () => location.reload());

async function retry() {
  document.removeEventListener("visibilitychange", retryWhenVisible);
  try {
    if (!await Blazor.reconnect() && !await Blazor.resumeCircuit()) {
      location.reload();
    }
  } catch {
    // The server cannot be reached yet; the next look at the page tries again.
    document.addEventListener("visibilitychange", retryWhenVisible);
  }
}

async function resume() {
  if (!await Blazor.resumeCircuit()) {
    location.reload();
  }
}

async function retryWhenVisible() {
  if (document.visibilityState === "visible") {
    await retry();
  }
}
