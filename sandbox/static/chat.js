/** One person's chat: rows kept by message, a view that stays at the newest one. */

import { Bubble, dayLine } from "./bubbles.js";
import { icon, make } from "./dom.js";

const NEAR_PIXELS = 48;

/**
 * Show one person's messages and change only what changed.
 *
 * `acts` are what a bubble needs, without `quoted` and `quote`; `onRead` is called when the
 * newest message came into view.
 */
export class Chat {
  constructor(words, acts, onRead) {
    this.words = words;
    this.onRead = onRead;
    this.acts = { ...acts, quoted: (id) => this.#excerpt(id), quote: (id) => this.#goTo(id) };
    this.rows = new Map();
    this.last = 0;
    this.missed = 0;
    this.atBottom = true;
    this.lastTop = 0;
    this.intro = make("li", { class: "intro", testid: "intro", hidden: true });
    this.list = make("ol", { class: "messages", role: "log", testid: "messages" });
    this.scroller = make("div", { class: "scroller", tabindex: "0" }, this.list);
    this.count = make("span", { testid: "missed" });
    this.pill = make(
      "button",
      { type: "button", class: "pill", testid: "to-bottom", label: "to-bottom", hidden: true },
      icon("down"),
      this.count,
    );
    this.node = make("div", { class: "chat" }, this.scroller, this.pill);
    this.#listen();
  }

  /** Show this state of the screen. */
  update(screen) {
    this.screen = screen;
    this.list.setAttribute("aria-label", this.words.say("chat-label", screen.person));
    const newest = screen.messages.filter((one) => one.id > this.last);
    const own = newest.some((one) => one.from === "person");
    if (this.last && !this.atBottom && !own) this.missed += newest.length;
    this.last = Math.max(this.last, ...screen.messages.map((one) => one.id));
    this.#arrange(rowsOf(screen.messages, this.words));
    this.#introduce(screen);
    if (own) this.toBottom();
    else this.settle();
  }

  /** Stay at the newest message where the reader is there, else say how many came. */
  settle() {
    if (this.atBottom) this.toBottom();
    this.pill.hidden = this.atBottom;
    this.count.textContent = this.missed ? this.words.say("new-below", { count: this.missed }) : "";
    this.words.apply(this.pill);
  }

  /** Scroll to the newest message. */
  toBottom() {
    this.atBottom = true;
    this.missed = 0;
    this.pill.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.lastTop = this.scroller.scrollTop;
    this.onRead();
  }

  #listen() {
    this.pill.addEventListener("click", () => this.toBottom());
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // Pictures that arrive late, and a composer that grows, move the end of the list.
    const watch = new ResizeObserver(() => this.settle());
    watch.observe(this.list);
    watch.observe(this.scroller);
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    if (!clientHeight) return;
    const was = this.atBottom;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
    // A picture that has just arrived pushes the end away; only a reader scrolls up.
    this.atBottom = near || (was && scrollTop >= this.lastTop);
    this.lastTop = scrollTop;
    if (this.atBottom) this.missed = 0;
    if (this.atBottom !== was) this.settle();
  }

  #arrange(wanted) {
    let cursor = this.list.firstElementChild;
    const kept = new Set(wanted.map((row) => row.key));
    for (const [key, row] of this.rows) {
      if (kept.has(key)) continue;
      if (row.node === cursor) cursor = cursor.nextElementSibling;
      row.node.remove();
      this.rows.delete(key);
    }
    for (const row of wanted) {
      const node = this.#row(row);
      if (node === cursor) cursor = cursor.nextElementSibling;
      else this.list.insertBefore(node, cursor);
    }
  }

  #row({ key, day, messages }) {
    let row = this.rows.get(key);
    if (!row) {
      row = day ? { node: dayLine() } : new Bubble(this.words, this.acts);
      this.rows.set(key, row);
    }
    if (!day) row.update(messages);
    else if (row.node.textContent !== day) row.node.textContent = day;
    return row.node;
  }

  #introduce({ messages, description, started }) {
    this.intro.hidden = messages.length > 0;
    if (messages.length) {
      this.intro.remove();
      return;
    }
    const plain = this.words.say(started ? "empty-started" : "empty-plain");
    this.intro.replaceChildren(
      make("strong", {}, this.words.say("empty-title")),
      make("span", {}, description || plain),
    );
    if (!this.intro.isConnected) this.list.append(this.intro);
  }

  #excerpt(id) {
    const row = this.#find(id);
    const text = row?.parts.words.textContent ?? "";
    return text.slice(0, 80) || this.words.say("reply-gone");
  }

  #goTo(id) {
    this.#find(id)?.node.scrollIntoView({ block: "center" });
  }

  #find(id) {
    return [...this.rows.values()].find((row) => row.messages?.some((one) => one.id === id));
  }
}

function rowsOf(messages, words) {
  const rows = [];
  let day = null;
  for (const message of messages) {
    const today = words.day(new Date(message.date));
    if (today !== day) rows.push({ key: `day-before-${message.id}`, day: today });
    day = today;
    const before = rows.at(-1);
    if (message.album && before.key === `album-${message.album}`) before.messages.push(message);
    else if (message.album) rows.push({ key: `album-${message.album}`, messages: [message] });
    else rows.push({ key: `message-${message.id}`, messages: [message] });
  }
  return rows;
}
