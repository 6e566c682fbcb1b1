/** One message, or one album, as a row of the chat that can be updated in place. */

import { icon, iconButton, make } from "./dom.js";
import { renderMedia } from "./media.js";

const HOLD_MILLISECONDS = 550;
const FOLDED_LINES = 9;

/**
 * Show one message and change only those parts of its node that changed.
 *
 * `acts` are the chat's hooks: tap(message, button, node), edit(message), enlarge(url),
 * followLink(event), quote(id), menu(node, message).
 */
export class Bubble {
  constructor(words, acts) {
    this.words = words;
    this.acts = acts;
    this.seen = {};
    this.parts = {
      quote: make("button", { type: "button", class: "quote", hidden: true }),
      media: make("div", { class: "media-box", hidden: true }),
      words: make("div", { class: "words", testid: "message-text", hidden: true }),
      meta: make("div", { class: "meta" }),
    };
    this.bubble = make("div", { class: "bubble" }, ...Object.values(this.parts));
    this.buttons = make("div", { class: "inline-keyboard", hidden: true });
    this.node = make("li", { class: "row", testid: "message" }, this.bubble, this.buttons);
    this.#listen();
  }

  /** Show the messages of one album, or a single one; the first with words gives the caption. */
  update(messages) {
    this.messages = messages;
    const message = messages.find((one) => one.html) ?? messages[0];
    this.message = message;
    this.node.dataset.message = String(messages[0].id);
    this.node.dataset.from = message.from;
    this.node.classList.toggle("own", message.from === "person");
    this.node.classList.toggle("guarded", message.protected);
    this.#part("quote", message.reply_to, () => this.#quote(message.reply_to));
    this.#part("media", this.#mediaOf(messages), () => this.#media(messages));
    this.#part("words", message.html, () => this.#words(message.html));
    this.#part("meta", [message.date, message.edited, message.protected], () => this.#meta(message));
    this.#part("buttons", message.buttons, () => this.#keyboard(message));
  }

  #part(name, value, draw) {
    const seen = JSON.stringify([value, this.words.language]);
    if (this.seen[name] === seen) return;
    this.seen[name] = seen;
    draw();
  }

  #mediaOf(messages) {
    // The words of an alternative text change with the language, a playing video must not stop.
    return messages.map(({ media }) => [media?.kind, media?.url, media?.latitude, media?.spoiler]);
  }

  #quote(id) {
    this.parts.quote.hidden = id === null;
    this.parts.quote.textContent = id === null ? "" : this.acts.quoted(id);
    this.parts.quote.onclick = () => this.acts.quote(id);
  }

  #media(messages) {
    const given = messages.filter((one) => one.media);
    const tools = { words: this.words, enlarge: this.acts.enlarge };
    this.parts.media.hidden = !given.length;
    this.parts.media.classList.toggle("album", given.length > 1);
    this.parts.media.replaceChildren(
      ...given.map((one) => renderMedia(one.media, tools)).filter(Boolean),
    );
  }

  #words(html) {
    const { words } = this.parts;
    words.hidden = !html;
    // The server escapes every text and lets only harmless tags through.
    words.innerHTML = html;
    for (const spoiler of words.querySelectorAll(".spoiler")) veil(spoiler, this.words);
    for (const block of words.querySelectorAll("blockquote, pre")) closeGap(block);
    for (const quote of words.querySelectorAll("blockquote")) this.#fold(quote);
  }

  #fold(quote) {
    const lines = quote.textContent.split("\n").length + quote.textContent.length / 26;
    if (lines <= FOLDED_LINES) return;
    quote.classList.add("folded");
    const toggle = make("button", { type: "button", class: "fold", words: "show-all" });
    toggle.addEventListener("click", () => {
      const folded = quote.classList.toggle("folded");
      toggle.dataset.words = folded ? "show-all" : "show-less";
      this.words.apply(toggle);
    });
    quote.after(this.words.apply(toggle));
  }

  #meta(message) {
    const moment = new Date(message.date);
    const lock = make("span", { class: "lock", role: "img", label: "protected", hint: "protected" });
    lock.append(icon("lock"));
    this.parts.meta.replaceChildren(
      ...(message.protected ? [lock] : []),
      ...(message.edited ? [make("span", { words: "edited", testid: "edited" })] : []),
      make("time", { datetime: message.date }, this.words.time(moment)),
      this.#more(),
    );
    this.words.apply(this.parts.meta);
  }

  #more() {
    return iconButton("more", {
      class: "more",
      label: "message-menu",
      testid: "message-menu",
      onclick: (event) => this.acts.menu(event.currentTarget, this.message),
    });
  }

  #keyboard(message) {
    const focused = this.buttons.contains(document.activeElement)
      ? document.activeElement.textContent
      : null;
    this.buttons.hidden = !message.buttons.length;
    this.buttons.replaceChildren(
      ...message.buttons.map((row) =>
        make("div", { class: "inline-row" }, ...row.map((button) => this.#button(message, button))),
      ),
    );
    if (focused === null) return;
    const all = [...this.buttons.querySelectorAll(".inline-button")];
    (all.find((node) => node.textContent === focused) ?? all[0])?.focus();
  }

  #button(message, button) {
    const options = { class: "inline-button", testid: "inline-button" };
    if (button.url) {
      const link = { ...options, href: button.url, target: "_blank", rel: "noopener noreferrer" };
      return make("a", link, button.text);
    }
    const node = make("button", { type: "button", ...options }, button.text);
    node.addEventListener("click", () => this.acts.tap(message, button, node));
    return node;
  }

  #listen() {
    this.node.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (link) this.acts.followLink(event, link.getAttribute("href"));
    });
    this.bubble.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      this.#openMenu();
    });
    let held = 0;
    this.bubble.addEventListener("pointerdown", (event) => {
      clearTimeout(held);
      if (event.pointerType !== "touch") return;
      held = setTimeout(() => this.#openMenu(), HOLD_MILLISECONDS);
    });
    for (const name of ["pointerup", "pointermove", "pointercancel"]) {
      this.bubble.addEventListener(name, () => clearTimeout(held));
    }
  }

  #openMenu() {
    const anchor = this.bubble.querySelector(".more");
    if (anchor && !this.bubble.querySelector(".menu")) this.acts.menu(anchor, this.message);
  }
}

/** Build the line that stands before the first message of a day. */
export function dayLine() {
  return make("li", { class: "day", testid: "day" });
}

function closeGap(block) {
  // A block already ends its line: the line break after it would show as an empty line.
  const after = block.nextSibling;
  if (after?.nodeType === Node.TEXT_NODE) after.data = after.data.replace(/^\n/, "");
}

function veil(spoiler, words) {
  spoiler.tabIndex = 0;
  spoiler.setAttribute("role", "button");
  spoiler.setAttribute("aria-label", words.say("tap-to-show"));
  const show = () => {
    spoiler.classList.add("shown");
    for (const name of ["role", "aria-label", "tabindex"]) spoiler.removeAttribute(name);
  };
  spoiler.addEventListener("click", show, { once: true });
  spoiler.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") show();
  });
}
