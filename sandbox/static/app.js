/** The page: two phones, a clock, a guide, and the news that keeps them fresh. */

import { Api, Refused } from "./api.js";
import { ClockBar } from "./clock.js";
import { Dialogs } from "./dialogs.js";
import { make } from "./dom.js";
import { Help } from "./help.js";
import { Phone } from "./phone.js";
import { Words } from "./words.js";

const DEADLINE_MILLISECONDS = 3000;
const RETRY_MILLISECONDS = 2000;
const ONE_PHONE = "(width < 760px)";
const NO_ROOM_FOR_HELP = "(width < 1120px)";

class Page {
  constructor() {
    this.api = new Api();
    this.words = new Words();
    this.dialogs = new Dialogs(this.words);
    this.people = [];
    this.left = this.#phone("left", "residents");
    this.right = this.#phone("right", "officers");
    this.phones = [this.left, this.right];
    const failed = (text) => this.#visible().toast(text, { failed: true });
    this.clock = new ClockBar({ api: this.api, words: this.words, failed });
    this.help = new Help(this.words, (text) => this.#fill(text));
    this.help.close.addEventListener("click", () => this.#showHelp(false));
    this.#build();
  }

  /** Show everything and stay up to date. */
  async start() {
    this.#speak();
    this.#look("left");
    this.#showHelp(true);
    this.clock.start();
    this.#listen();
    setInterval(() => this.clock.refresh(), DEADLINE_MILLISECONDS);
    await Promise.all([this.clock.refresh(), this.refreshPeople()]);
  }

  /** Fetch who is there; calls that come while one is under way are joined into one more. */
  async refreshPeople() {
    if (this.fetching) {
      this.again = true;
      return;
    }
    this.fetching = true;
    do {
      this.again = false;
      await this.#fetchPeople();
    } while (this.again);
    this.fetching = false;
  }

  #phone(side, group) {
    const { api, words, dialogs } = this;
    return new Phone({ side, group, api, words, dialogs, everybody: () => this.people });
  }

  #build() {
    this.language = make("button", { type: "button", class: "quiet", words: "other-language", label: "language-label", testid: "language" });
    this.language.addEventListener("click", () => this.#switchLanguage());
    this.helpButton = make("button", { type: "button", class: "quiet", words: "help-show", testid: "help-show" });
    this.helpButton.addEventListener("click", () => this.#showHelp(this.help.node.hidden));
    this.switches = this.phones.map((phone) => this.#switch(phone));
    this.offline = make("div", { class: "offline", role: "status", words: "offline", testid: "offline", hidden: true });
    const title = make("h1", { words: "title" });
    const tools = make("div", { class: "tools" }, this.helpButton, this.language);
    this.board = make("main", { class: "board" }, this.help.node, ...this.phones.map((one) => one.node));
    const choice = make("div", { class: "switch", role: "group", label: "switch-label" });
    choice.append(...this.switches.map((one) => one.node));
    document.body.append(
      make("header", { class: "top" }, title, this.clock.node, tools),
      this.offline,
      choice,
      this.board,
    );
  }

  #switch(phone) {
    const badge = make("span", { class: "badge", hidden: true });
    const name = make("span", { words: phone.group });
    const node = make("button", { type: "button", testid: `switch-${phone.side}` }, name, badge);
    node.addEventListener("click", () => this.#look(phone.side));
    return { phone, node, badge };
  }

  #listen() {
    this.#hearNews();
    document.addEventListener("visibilitychange", () => this.#refreshAll());
    matchMedia(ONE_PHONE).addEventListener("change", () => this.phones.forEach((one) => one.redraw()));
  }

  #hearNews() {
    const news = new EventSource("/api/events");
    news.addEventListener("changed", ({ data }) => this.#changed(JSON.parse(data).person));
    news.addEventListener("clock", ({ data }) => this.clock.take(JSON.parse(data)));
    news.addEventListener("error", () => {
      this.offline.hidden = false;
      // The browser tries again by itself after a cut, but not after a refusal.
      if (news.readyState === EventSource.CLOSED) setTimeout(() => this.#hearNews(), RETRY_MILLISECONDS);
    });
    news.addEventListener("open", () => {
      this.offline.hidden = true;
      this.#refreshAll();
    });
  }

  #refreshAll() {
    this.refreshPeople();
    this.clock.refresh();
    for (const phone of this.phones) if (phone.person) phone.refresh();
  }

  #changed(person) {
    this.refreshPeople();
    for (const phone of this.phones) if (phone.shown === person) phone.refresh();
  }

  async #fetchPeople() {
    try {
      this.people = await this.api.people();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return;
    }
    for (const phone of this.phones) {
      phone.setPeople(this.people);
      phone.chats.get(phone.shown)?.settle();
    }
    this.#count();
  }

  #count() {
    for (const { phone, badge } of this.switches) {
      badge.hidden = !phone.unread;
      badge.textContent = String(phone.unread || "");
    }
    const unread = this.phones.reduce((sum, phone) => sum + phone.unread, 0);
    document.title = (unread ? `(${unread}) ` : "") + this.words.say("title");
  }

  #look(side) {
    if (matchMedia(NO_ROOM_FOR_HELP).matches) this.#showHelp(false);
    this.board.dataset.side = side;
    for (const { phone, node } of this.switches) {
      node.setAttribute("aria-pressed", String(phone.side === side));
    }
    for (const phone of this.phones) phone.redraw();
  }

  #visible() {
    return this.phones.find((phone) => phone.node.getClientRects().length) ?? this.left;
  }

  async #fill(text) {
    this.#look("left");
    // Nobody can write to a bot before pressing Start.
    const { person } = this.left;
    if (person && !person.started) await this.left.acts.act("open", { payload: "" });
    await this.left.refresh();
    this.left.composer.fill(text, { focus: true });
  }

  #showHelp(shown) {
    this.help.node.hidden = !shown;
    this.board.classList.toggle("guided", shown);
    this.helpButton.setAttribute("aria-expanded", String(shown));
    for (const phone of this.phones) phone.redraw();
  }

  #switchLanguage() {
    this.words.toggle();
    this.#speak();
    for (const phone of this.phones) phone.redraw();
    this.clock.draw();
    this.#count();
  }

  #speak() {
    document.documentElement.lang = this.words.language;
    this.words.apply(document.body);
  }
}

new Page().start();
