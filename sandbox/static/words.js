/** The page's language, and moments and spans of time written in it. */

import { TEXTS } from "./texts.js";

const ZONE = "Asia/Shanghai";
const REMEMBERED = "sandbox-language";
const ATTRIBUTES = {
  wordsLabel: "aria-label",
  wordsHint: "title",
  wordsPlaceholder: "placeholder",
};

/** Say the page's texts in the language that the visitor chose. */
export class Words {
  constructor(language = remembered()) {
    this.language = language in TEXTS ? language : "zh-CN";
  }

  /** Return one text with its {arguments} filled in. */
  say(key, values = {}) {
    const text = TEXTS[this.language][key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  }

  /** Switch between Chinese and English and remember the choice. */
  toggle() {
    this.language = this.language === "zh-CN" ? "en" : "zh-CN";
    try {
      localStorage.setItem(REMEMBERED, this.language);
    } catch {
      // A browser that stores nothing still shows the page; it only forgets the choice.
    }
  }

  /** Fill in every text that elements under `root`, or `root` itself, name. */
  apply(root) {
    for (const node of [root, ...root.querySelectorAll("*")]) this.#fill(node);
    return root;
  }

  #fill(node) {
    const { words } = node.dataset;
    // Writing the same text again would make a screen reader repeat it.
    if (words && node.textContent !== this.say(words)) node.textContent = this.say(words);
    for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
      const key = node.dataset[name];
      if (key) node.setAttribute(attribute, this.say(key));
    }
  }

  /** Write the hour and minute of a moment in China. */
  time(moment) {
    return this.#format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, moment);
  }

  /** Write the hour, minute and second of a moment in China. */
  exactTime(moment) {
    const wanted = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
    return this.#format(wanted, moment);
  }

  /** Write the date and the weekday of a moment in China. */
  day(moment) {
    return this.#format({ month: "long", day: "numeric", weekday: "short" }, moment);
  }

  /** Write a span of seconds in its two largest units. */
  span(seconds) {
    const whole = Math.max(0, Math.ceil(seconds));
    const values = {
      days: Math.floor(whole / 86400),
      hours: Math.floor(whole / 3600) % 24,
      minutes: Math.floor(whole / 60) % 60,
      seconds: whole % 60,
    };
    const largest = ["days", "hours", "minutes"].find((unit) => values[unit]) ?? "seconds";
    return this.say(`span-${largest}`, values);
  }

  #format(wanted, moment) {
    return new Intl.DateTimeFormat(this.language, { timeZone: ZONE, ...wanted }).format(moment);
  }
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED) ?? "zh-CN";
  } catch {
    return "zh-CN";
  }
}
