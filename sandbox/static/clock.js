/** The demonstration's clock: what time it is there, how fast it goes, where it can jump. */

import { Refused } from "./api.js";
import { icon, make } from "./dom.js";

const RATES = { pause: 0, normal: 1, fast: 60 };
const FACES = { pause: "❚❚", normal: "×1", fast: "×60" };
const TICK_MILLISECONDS = 250;

/** Show and move the clock; `failed(words)` is told what the server refused. */
export class ClockBar {
  constructor({ api, words, failed }) {
    Object.assign(this, { api, words, failed });
    this.day = make("span", { class: "clock-day", testid: "clock-day" });
    this.now = make("time", { class: "clock-now", testid: "clock-now" });
    this.next = make("span", { class: "clock-next", testid: "clock-next" });
    this.rates = Object.keys(RATES).map((name) => this.#rate(name));
    this.jump = make(
      "button",
      { type: "button", class: "jump", testid: "clock-jump", "aria-describedby": "clock-why" },
      icon("jump"),
      make("span", { words: "clock-jump" }),
    );
    this.why = make("span", { id: "clock-why", class: "unseen" });
    this.jump.addEventListener("click", () => this.#jump());
    this.node = make(
      "div",
      { class: "clock", role: "group", label: "clock", testid: "clock" },
      make("div", { class: "clock-face" }, this.day, this.now),
      make("div", { class: "clock-rates" }, ...this.rates),
      this.next,
      this.jump,
      this.why,
    );
  }

  /** Begin to tick. */
  start() {
    setInterval(() => this.draw(), TICK_MILLISECONDS);
  }

  /** Ask the server how the clock stands. */
  async refresh() {
    try {
      this.take(await this.api.clock());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** Go on from this state of the clock. */
  take(state) {
    this.state = { ...state, at: Date.parse(state.now), taken: performance.now() };
    this.draw();
  }

  /** Write down the present moment. */
  draw() {
    if (!this.state) return;
    const moment = new Date(this.#moment());
    write(this.day, this.words.day(moment));
    write(this.now, this.words.exactTime(moment));
    this.now.dateTime = moment.toISOString();
    for (const button of this.rates) {
      const chosen = Number(button.dataset.rate) === this.state.rate;
      button.setAttribute("aria-pressed", String(chosen));
    }
    this.#drawDeadline(moment);
  }

  #moment() {
    const passed = performance.now() - this.state.taken;
    return this.state.at + passed * this.state.rate;
  }

  #drawDeadline(moment) {
    const due = this.state.next_deadline ? new Date(this.state.next_deadline) : null;
    // A disabled button takes no focus, so its explanation would reach nobody at the keyboard.
    this.jump.setAttribute("aria-disabled", String(!due));
    const left = due ? (due - moment) / 1000 : 0;
    const at = due ? `${this.words.day(due)} ${this.words.exactTime(due)}` : "";
    const why = this.words.say(due ? "clock-jump-why" : "clock-none-why", { at });
    if (this.jump.title !== why) this.jump.title = why;
    write(this.why, why);
    const span = this.words.say("clock-next", { span: this.words.span(left) });
    write(this.next, due && left > 0 ? span : this.words.say(due ? "clock-late" : "clock-none"));
  }

  #rate(name) {
    const label = `clock-${name}`;
    const testid = { pause: "clock-pause", normal: "clock-x1", fast: "clock-x60" }[name];
    const button = make("button", { type: "button", label, hint: label, testid }, FACES[name]);
    button.dataset.rate = String(RATES[name]);
    button.addEventListener("click", () => this.#move({ rate: RATES[name] }));
    return button;
  }

  #jump() {
    if (this.state?.next_deadline) this.#move({ jump: "next" });
    else this.failed(this.words.say("clock-none-why"));
  }

  async #move(change) {
    try {
      this.take(await this.api.moveClock(change));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const why = error.why ?? this.words.say("failed-network");
      this.failed(this.words.say("failed", { why }));
    }
  }
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
