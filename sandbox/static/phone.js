/** One phone: whose it is, the chat, the line to write in, toasts. */

import { Acts } from "./acts.js";
import { Refused } from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { iconButton, make } from "./dom.js";
import { Rail } from "./rail.js";

const TOAST_MILLISECONDS = 3500;
const TYPING_MILLISECONDS = 5000;

/** Play one side: `side` is "left" or "right", `group` "residents" or "officers". */
export class Phone {
  constructor({ side, group, api, words, dialogs, everybody }) {
    Object.assign(this, { side, group, api, words });
    this.acts = new Acts({ phone: this, api, words, dialogs, everybody });
    this.people = [];
    this.chats = new Map();
    this.drafts = new Map();
    this.screens = new Map();
    this.rail = new Rail(words, group, { choose: (id) => this.show(id), add: () => this.acts.addPerson() });
    this.composer = new Composer(words, this.acts.ofComposer());
    this.#build();
  }

  /** The person whose phone it is now. */
  get person() {
    return this.people.find((person) => person.id === this.shown);
  }

  /** How many messages nobody on this side has read. */
  get unread() {
    return this.people.reduce((sum, person) => sum + person.unread, 0);
  }

  /** Take over who is there; point to another person who got a message. */
  setPeople(people) {
    const mine = people.filter((one) => (one.group === "officer") === (this.group === "officers"));
    const grown = mine.find((one) => this.#grew(one));
    this.people = mine;
    if (!this.person && mine.length) {
      const busiest = mine.reduce((most, one) => (one.unread > most.unread ? one : most));
      this.show(busiest.id);
    }
    if (grown) this.#suggest(grown);
    if (this.suggested && !this.people.find((one) => one.id === this.suggested)?.unread) {
      this.#suggest(null);
    }
    this.#head();
  }

  /** Give the phone to another person. */
  show(id) {
    if (this.suggested === id) this.#suggest(null);
    if (this.shown === id) return;
    this.composer.abandonRecording();
    if (this.shown !== undefined) this.drafts.set(this.shown, this.composer.draft);
    this.shown = id;
    let chat = this.chats.get(id);
    if (!chat) {
      chat = new Chat(this.words, this.acts.ofBubbles(id), () => this.#read(id));
      this.chats.set(id, chat);
    }
    this.stage.replaceChildren(chat.node);
    this.composer.fill(this.drafts.get(id) ?? "");
    chat.toBottom();
    this.screen = this.screens.get(id) ?? null;
    // What the last person's phone offered is not this person's to press.
    this.composer.node.inert = !this.screen;
    if (this.screen) this.#draw(this.screen);
    this.#head();
    this.refresh();
  }

  /** Fetch the screen again; calls that come while one is under way are joined into one more. */
  async refresh() {
    if (this.fetching) {
      this.again = true;
      return;
    }
    this.fetching = true;
    do {
      this.again = false;
      await this.#fetch();
    } while (this.again);
    this.fetching = false;
  }

  /** Draw everything anew, after the language or the visibility changed. */
  redraw() {
    this.#head();
    if (this.screen) this.#draw(this.screen);
    this.chats.get(this.shown)?.settle();
  }

  /** Show a short notice over the chat. */
  toast(text, { failed = false } = {}) {
    this.toasts.replaceChildren(make("div", { class: failed ? "toast failed" : "toast", testid: "toast" }, text));
    clearTimeout(this.toastEnds);
    this.toastEnds = setTimeout(() => this.toasts.replaceChildren(), TOAST_MILLISECONDS);
  }

  #build() {
    this.name = make("strong", { class: "who", testid: "phone-name" });
    this.status = make("span", { class: "status", testid: "phone-status" });
    this.more = iconButton("more", { label: "phone-menu", hint: "phone-menu", testid: "phone-menu" });
    this.more.addEventListener("click", () => this.acts.openMenu(this.more, this.screen));
    const title = make("div", { class: "title" }, this.name, this.status);
    const anchor = make("div", { class: "anchor" }, this.more);
    this.suggestion = make("div", { class: "suggestion", testid: "suggestion", role: "status", hidden: true });
    this.stage = make("div", { class: "stage" });
    this.toasts = make("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.node = make(
      "section",
      { class: "phone", testid: `phone-${this.side}`, label: `phone-${this.side}` },
      this.rail.node,
      make("header", { class: "phone-head" }, title, anchor),
      this.suggestion,
      this.stage,
      this.toasts,
      this.composer.node,
    );
  }

  async #fetch() {
    const id = this.shown;
    try {
      const screen = await this.api.screen(id);
      if (id === this.shown) this.#draw(screen);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  #draw(screen) {
    this.screen = screen;
    this.screens.set(screen.person.id, screen);
    this.composer.node.inert = false;
    this.composer.update(screen);
    this.chats.get(this.shown).update(screen);
    this.#head();
    clearTimeout(this.typingEnds);
    if (screen.typing) this.typingEnds = setTimeout(() => this.refresh(), TYPING_MILLISECONDS);
  }

  #head() {
    const { person } = this;
    this.rail.update(this.people, this.shown);
    this.name.textContent = person?.name ?? "";
    const typing = this.screen?.typing;
    const plain = person?.title || this.words.say(this.group);
    this.status.textContent = typing ? this.words.say("typing") : plain;
    this.status.classList.toggle("typing", Boolean(typing));
  }

  #grew(person) {
    const before = this.people.find((one) => one.id === person.id);
    return before && person.id !== this.shown && person.unread > before.unread;
  }

  #suggest(person) {
    this.suggested = person?.id;
    this.suggestion.hidden = !person;
    this.suggestion.replaceChildren();
    if (!person) return;
    const look = make("button", { type: "button", words: "look", testid: "suggestion-look" });
    look.addEventListener("click", () => this.show(person.id));
    this.suggestion.append(make("span", {}, this.words.say("suggestion", person)), look);
    this.words.apply(this.suggestion);
  }

  #read(id) {
    const person = this.people.find((one) => one.id === id);
    const seen = document.visibilityState === "visible" && this.node.getClientRects().length;
    if (seen && id === this.shown && person?.unread) this.acts.attempt(() => this.api.act(id, "read"));
  }
}
