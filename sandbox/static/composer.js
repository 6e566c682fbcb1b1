/** Where a person writes: the line, the microphone, the bot's keyboard below. */

import { Attachments } from "./attachments.js";
import { icon, iconButton, make } from "./dom.js";
import { openMenu } from "./menu.js";
import { Recorder } from "./recorder.js";

/**
 * Let one person write. `acts` are say(text, answered), edit(message, text), open(payload), unblock(),
 * sendFiles(kind, files), sendPlace(), sendContact() and toast(key).
 */
export class Composer {
  constructor(words, acts) {
    this.words = words;
    this.acts = acts;
    this.attachments = new Attachments(words, acts);
    this.keyboardShown = true;
    this.#build();
    this.#listen();
  }

  /** What stands in the line and is not sent yet. */
  get draft() {
    return this.editing ? "" : this.input.value;
  }

  /** Put words into the line, for the person to send. */
  fill(text, { focus = false } = {}) {
    this.#leaveBars();
    this.input.value = text;
    this.#written();
    if (focus) this.input.focus();
  }

  /** Show what this state of the screen allows. */
  update(screen) {
    this.screen = screen;
    this.startBar.hidden = screen.started || screen.blocked;
    this.blockedBar.hidden = !screen.blocked;
    this.line.hidden = screen.blocked || !screen.started || Boolean(this.recorder);
    this.#fit();
    this.blockedWords.textContent = this.words.say("blocked", screen.person);
    this.input.placeholder = screen.placeholder ?? this.words.say("write-here");
    this.#keyboard(screen.keyboard);
  }

  /** Change a message of one's own in the line. */
  beginEditing(message, text) {
    this.#leaveBars();
    this.editing = message;
    this.editBar.hidden = false;
    this.input.value = text;
    this.#written();
    this.input.focus();
  }

  /** Answer one message with what is written next. */
  beginReply(message, text) {
    if (this.editing) this.fill("");
    this.answered = message;
    this.replyWords.textContent = text.slice(0, 80) || this.words.say("reply-gone");
    this.replyBar.hidden = false;
    this.input.focus();
  }

  /** Throw away a recording that is going on, because another person takes the phone. */
  abandonRecording() {
    if (this.recorder) this.#stopRecording(false);
  }

  #build() {
    const button = (name, label, testid) => iconButton(name, { label, hint: label, testid });
    this.commands = button("menu", "commands", "commands");
    this.attach = button("attach", "attach", "attach");
    this.toggle = button("keyboard", "keyboard-hide", "keyboard-toggle");
    this.microphone = button("microphone", "record", "record");
    this.send = button("send", "send", "send");
    this.send.classList.add("send");
    this.input = make("textarea", { rows: "1", maxlength: "4096", testid: "composer", label: "write-here" });
    this.line = make(
      "div",
      { class: "line" },
      wrapped(this.commands),
      this.input,
      this.toggle,
      wrapped(this.attach),
      this.microphone,
      this.send,
    );
    this.cancelEdit = iconButton("close", { label: "cancel-edit", testid: "cancel-edit" });
    this.editBar = bar("edit-bar", icon("edit"), make("span", { words: "editing" }), this.cancelEdit);
    this.cancelReply = iconButton("close", { label: "cancel-reply", testid: "cancel-reply" });
    this.replyWords = make("span", { class: "answered" });
    this.replyBar = bar("reply-bar", icon("reply"), this.replyWords, this.cancelReply);
    this.startButton = make("button", { type: "button", class: "primary", words: "start", testid: "start" });
    this.startBar = bar("start-bar", this.startButton);
    this.blockedWords = make("span");
    this.unblock = make("button", { type: "button", class: "primary", words: "unblock", testid: "unblock" });
    this.blockedBar = bar("blocked-bar", this.blockedWords, this.unblock);
    this.recordWords = make("span", { class: "recording", testid: "recording" });
    this.recordCancel = iconButton("close", { label: "record-cancel", testid: "record-cancel" });
    this.recordSend = iconButton("send", { label: "record-send", testid: "record-send", class: "send" });
    this.recordBar = bar("record-bar", this.recordCancel, this.recordWords, this.recordSend);
    this.keys = make("div", { class: "keys", role: "group", label: "keyboard-label", testid: "keyboard" });
    const bars = [this.editBar, this.replyBar, this.startBar, this.blockedBar, this.recordBar];
    this.node = make("div", { class: "composer" }, ...bars, this.line, this.keys, this.attachments.node);
    this.#written();
  }

  #listen() {
    this.input.addEventListener("input", () => this.#written());
    this.input.addEventListener("keydown", (event) => this.#typed(event));
    this.send.addEventListener("click", () => this.#submit());
    this.attach.addEventListener("click", () => this.attachments.open(this.attach));
    this.commands.addEventListener("click", () => this.#openCommands());
    this.toggle.addEventListener("click", () => this.#toggleKeyboard());
    this.startButton.addEventListener("click", () => this.acts.open(""));
    this.unblock.addEventListener("click", () => this.acts.unblock());
    this.cancelEdit.addEventListener("click", () => this.fill("", { focus: true }));
    this.cancelReply.addEventListener("click", () => this.#leaveReply());
    this.microphone.addEventListener("click", () => this.#record());
    this.recordCancel.addEventListener("click", () => this.#stopRecording(false));
    this.recordSend.addEventListener("click", () => this.#stopRecording(true));
  }

  #typed(event) {
    // An input method uses Enter and Escape to choose characters; 229 is its key code in Safari.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape" && this.editing) this.fill("");
    if (event.key === "Escape") this.#leaveReply();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#submit();
  }

  #written() {
    const empty = !this.input.value.trim();
    this.send.hidden = empty;
    this.microphone.hidden = !empty;
    this.#fit();
  }

  #fit() {
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${this.input.scrollHeight}px`;
  }

  async #submit() {
    const text = this.input.value;
    if (!text.trim()) return;
    const { editing, answered } = this;
    this.fill("", { focus: true });
    const done = await (editing ? this.acts.edit(editing, text) : this.acts.say(text, answered));
    if (!done && !this.input.value) this.fill(text);
  }

  #leaveBars() {
    this.editing = null;
    this.editBar.hidden = true;
    this.#leaveReply();
  }

  #leaveReply() {
    this.answered = null;
    this.replyBar.hidden = true;
  }

  #openCommands() {
    const items = (this.screen?.commands ?? []).map(({ command, description }) => ({
      text: description,
      detail: `/${command}`,
      testid: "command",
      act: () => this.acts.say(`/${command}`),
    }));
    if (items.length) openMenu(this.commands, items, this.words, { testid: "command-menu" });
    else this.acts.toast("no-commands");
  }

  #keyboard(rows) {
    const seen = JSON.stringify(rows);
    if (this.seenKeyboard !== seen) {
      this.seenKeyboard = seen;
      this.keyboardShown = true;
      this.keys.replaceChildren(
        ...(rows ?? []).map((row) =>
          make("div", { class: "key-row" }, ...row.map((key) => this.#key(key))),
        ),
      );
      this.keys.scrollTop = 0;
    }
    this.#showKeyboard();
  }

  #key(key) {
    const node = make("button", { type: "button", class: "key", testid: "keyboard-button" }, key.text);
    node.addEventListener("click", () => {
      if (key.contact) this.acts.sendContact();
      else if (key.location) this.acts.sendPlace();
      else this.acts.say(key.text);
    });
    return node;
  }

  #toggleKeyboard() {
    this.keyboardShown = !this.keyboardShown;
    this.#showKeyboard();
  }

  #showKeyboard() {
    const there = Boolean(this.screen.keyboard?.length) && !this.line.hidden;
    this.toggle.hidden = !there;
    this.keys.hidden = !there || !this.keyboardShown;
    this.toggle.setAttribute("aria-pressed", String(this.keyboardShown));
    const label = this.keyboardShown ? "keyboard-hide" : "keyboard-show";
    this.toggle.dataset.wordsLabel = label;
    this.toggle.dataset.wordsHint = label;
    this.words.apply(this.toggle);
  }

  async #record() {
    const recorder = new Recorder((seconds) => {
      this.recordWords.textContent = this.words.say("recording", { seconds });
    });
    try {
      await recorder.begin();
    } catch {
      this.acts.toast("no-microphone");
      this.attachments.choose("voice");
      return;
    }
    this.recorder = recorder;
    this.recordBar.hidden = false;
    this.line.hidden = true;
    this.recordSend.focus();
  }

  async #stopRecording(wanted) {
    const recorder = this.recorder;
    this.recorder = null;
    this.recordBar.hidden = true;
    this.line.hidden = false;
    this.input.focus();
    if (!wanted) recorder.cancel();
    else this.acts.sendFiles("voice", [await recorder.finish()]);
  }
}

function bar(name, ...children) {
  return make("div", { class: `bar ${name}`, testid: name, hidden: true }, ...children);
}

function wrapped(button) {
  // A menu opens inside the element around its button.
  return make("div", { class: "anchor" }, button);
}
