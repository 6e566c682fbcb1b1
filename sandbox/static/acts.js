/** What a person does with a phone, from the tap on the glass to the request. */

import { Refused } from "./api.js";
import { payloadOf } from "./dialogs.js";
import { openMenu } from "./menu.js";

const BOT_LINK = /^https?:\/\/t\.me\/|^tg:\/\/resolve/i;

/** Act as whoever holds `phone`; what the server refuses is said in a toast. */
export class Acts {
  constructor({ phone, api, words, dialogs, everybody }) {
    Object.assign(this, { phone, api, words, dialogs, everybody });
  }

  /** The hooks of the line to write in. */
  ofComposer() {
    return {
      say: (text, answered) => this.act("say", { text, reply_to: answered?.id ?? null }),
      edit: (message, text) => this.act("edit", { message_id: message.id, text }),
      open: (payload) => this.act("open", { payload }),
      unblock: () => this.act("unblock"),
      sendFiles: (kind, files) => this.sendFiles(kind, files),
      sendPlace: () => this.#ask(this.dialogs.askPlace(), "location"),
      sendContact: () => this.#ask(this.dialogs.confirmContact(), "contact"),
      toast: (key) => this.phone.toast(this.words.say(key)),
    };
  }

  /** The hooks of the messages in the chat of person `id`. */
  ofBubbles(id) {
    return {
      tap: (message, button, node) => this.#tap(id, message, button, node),
      enlarge: (url) => this.dialogs.enlarge(url),
      followLink: (event, address) => this.#follow(event, address),
      menu: (anchor, message) => this.#openMessageMenu(anchor, message),
    };
  }

  /** Do one thing as the person who holds the phone now; null when it was refused. */
  act(action, details) {
    const { shown } = this.phone;
    return this.attempt(() => this.api.act(shown, action, details));
  }

  /** Send files, with what stands in the line as their caption. */
  async sendFiles(kind, files) {
    const { shown, composer } = this.phone;
    const caption = composer.draft.trim();
    if (caption) composer.fill("");
    const sent = await this.attempt(() => this.api.upload(shown, kind, files, caption));
    if (!sent && caption) composer.fill(caption);
  }

  /** Add a person to this phone's side and hand the phone over. */
  async addPerson() {
    const group = this.phone.group === "officers" ? "officer" : "resident";
    const wanted = await this.dialogs.askPerson(group);
    const added = wanted && (await this.attempt(() => this.api.addPerson(wanted)));
    if (!added) return;
    const known = this.phone.people.filter((person) => person.id !== added.id);
    this.phone.setPeople([...known, added]);
    this.phone.show(added.id);
  }

  /** Open the phone's own menu. */
  openMenu(anchor, screen) {
    const block = screen?.blocked ? "unblock" : "block";
    const items = [
      { words: "open-link", testid: "open-link", act: () => this.openLink("") },
      { words: block, testid: block, act: () => this.act(block) },
    ];
    openMenu(anchor, items, this.words, { testid: "phone-menu-list", below: true });
  }

  /** Ask who opens a deep link, and open it. */
  async openLink(payload) {
    const { phone } = this;
    const question = { people: this.everybody(), person: phone.shown, payload };
    const answer = await this.dialogs.askLink(question);
    if (!answer) return;
    const details = { payload: answer.payload };
    await this.attempt(() => this.api.act(answer.person, "open", details));
    if (phone.people.some((person) => person.id === answer.person)) phone.show(answer.person);
  }

  /** Return the answer to a request, or null after telling why it was refused. */
  async attempt(request) {
    try {
      return (await request()) ?? true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const why = error.why ?? this.words.say("failed-network");
      this.phone.toast(this.words.say("failed", { why }), { failed: true });
      return null;
    }
  }

  async #ask(question, action) {
    // Whoever was asked sends it, even if the phone has changed hands meanwhile.
    const { shown } = this.phone;
    const answer = await question;
    if (!answer) return;
    const details = answer === true ? {} : answer;
    await this.attempt(() => this.api.act(shown, action, details));
  }

  async #tap(id, message, button, node) {
    node.setAttribute("aria-busy", "true");
    const body = { message_id: message.id, data: button.data };
    const answer = await this.attempt(() => this.api.act(id, "tap", body));
    node.removeAttribute("aria-busy");
    if (answer?.toast && answer.alert) this.dialogs.tell(answer.toast);
    else if (answer?.toast) this.phone.toast(answer.toast);
  }

  #follow(event, address) {
    if (!BOT_LINK.test(address) || !/[?&]start=/.test(address)) return;
    event.preventDefault();
    this.openLink(payloadOf(address));
  }

  #openMessageMenu(anchor, message) {
    const text = anchor.closest(".row").querySelector(".words").textContent;
    const reply = () => this.phone.composer.beginReply(message, text);
    const items = [{ words: "reply", icon: "reply", testid: "reply-message", act: reply }];
    if (!message.protected) {
      items.push({ words: "copy", testid: "copy-message", act: () => this.#copy(text) });
    }
    if (message.from === "person" && !message.media && text) {
      const edit = () => this.phone.composer.beginEditing(message, text);
      items.unshift({ words: "edit", icon: "edit", testid: "edit-message", act: edit });
    }
    openMenu(anchor, items, this.words, { testid: "message-menu-list" });
  }

  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.phone.toast(this.words.say("copied"));
    } catch {
      // Without the permission to copy, the text can still be selected by hand.
    }
  }
}
