// The packing table's scanner. A keyboard-wedge scanner types faster than a server answers, so each code is taken out of the box
// at once and sent when the one before is answered.
const names = { station: "packing-station" };
let audio;

export function station() {
  let known = localStorage.getItem(names.station);
  if (!known) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
    known = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    localStorage.setItem(names.station, known);
  }

  return known;
}

function tone(frequency, start, length, shape) {
  const [oscillator, gain] = [audio.createOscillator(), audio.createGain()];
  oscillator.type = shape;
  oscillator.frequency.value = frequency;
  gain.gain.value = 0.2;
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(audio.currentTime + start);
  oscillator.stop(audio.currentTime + start + length);
}

function play(sound) {
  // Browsers keep silent until somebody has pressed a key; a scan is one.
  audio ??= new AudioContext();
  if (sound === "right") {
    tone(880, 0, 0.08, "sine");
  } else if (sound === "done") {
    tone(880, 0, 0.1, "sine");
    tone(1320, 0.12, 0.2, "sine");
  } else {
    tone(180, 0, 0.5, "square");
  }
}

export function attach(box, page) {
  let last = Promise.resolve();
  const send = code => {
    last = last.then(async () => {
      try {
        play(await page.invokeMethodAsync("ScannedAsync", code));
      } catch {
        // Not counted: the connection is gone. The code is put back, to be sent again when it has returned.
        box.value = code;
        play("wrong");
      }
    });
  };

  const onEnter = event => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      const code = box.value.trim();
      box.value = "";
      if (code) {
        send(code);
      }
    }
  };

  // A scanner types wherever the focus is; unless somebody is writing elsewhere, it belongs into the box.
  const onKey = event => {
    const at = document.activeElement;
    const isBusy = at && (at.closest(".mud-dialog, input, textarea, select") || (event.key === "Enter" && at.closest("button, a")));
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !isBusy && event.key !== " ") {
      box.focus();
    }
  };

  box.addEventListener("keydown", onEnter);
  document.addEventListener("keydown", onKey);
  box.disabled = false;
  box.focus({ preventScroll: true });
  return {
    detach: () => {
      box.removeEventListener("keydown", onEnter);
      document.removeEventListener("keydown", onKey);
    },
  };
}
