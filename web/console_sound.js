// @ts-check
/** A short tone for news, where the responder wants one; the choice is remembered by this browser. */

const KEY = "waymark.console.sound";

export class Sound {
  /** @type {AudioContext | undefined} */ #context;

  /** @param {HTMLElement | null} box the checkbox that turns it on and off. */
  constructor(box) {
    this.box = box instanceof HTMLInputElement ? box : null;
    if (!this.box) return;
    this.box.checked = remembered();
    this.box.disabled = false; // until here a press would have been lost
    this.box.addEventListener("change", () => {
      remember(this.isOn);
      this.play();
    });
  }

  get isOn() {
    return this.box?.checked ?? false;
  }

  /** Play the tone, if it is on; browsers keep it silent until something on the page was pressed. */
  play() {
    if (!this.isOn) return;
    const context = (this.#context ??= new AudioContext());
    void context.resume();
    const [tone, loudness] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = 660;
    loudness.gain.setValueAtTime(0.15, context.currentTime);
    loudness.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.4);
    tone.connect(loudness).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + 0.4);
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false; // a browser that keeps nothing
  }
}

/** @param {boolean} isOn */
function remember(isOn) {
  try {
    localStorage.setItem(KEY, isOn ? "on" : "off");
  } catch {
    // it holds for this page only
  }
}
