/** The files, places and contacts that a person can send. */

import { make } from "./dom.js";
import { openMenu } from "./menu.js";

const FILES = {
  photo: { accept: "image/*", multiple: true },
  video: { accept: "video/*" },
  document: {},
  voice: { accept: "audio/*" },
};

/** Offer what can be attached; `sendFiles(kind, files)`, `sendPlace()` and `sendContact()` act. */
export class Attachments {
  constructor(words, acts) {
    this.words = words;
    this.acts = acts;
    this.inputs = Object.fromEntries(Object.keys(FILES).map((kind) => [kind, this.#input(kind)]));
    this.node = make("div", { class: "file-inputs" }, ...Object.values(this.inputs));
  }

  /** Open the menu at its button. */
  open(anchor) {
    const files = Object.keys(FILES).map((kind) => ({
      words: `attach-${kind}`,
      testid: `attach-${kind}`,
      icon: kind === "voice" ? "microphone" : kind,
      act: () => this.choose(kind),
    }));
    const others = [
      { words: "attach-location", testid: "attach-location", icon: "location", act: this.acts.sendPlace },
      { words: "attach-contact", testid: "attach-contact", icon: "contact", act: this.acts.sendContact },
    ];
    openMenu(anchor, [...files, ...others], this.words, { testid: "attach-menu" });
  }

  /** Let the visitor choose a file of this kind. */
  choose(kind) {
    this.inputs[kind].click();
  }

  #input(kind) {
    const input = make("input", {
      type: "file",
      hidden: true,
      tabindex: "-1",
      testid: `file-${kind}`,
      ...FILES[kind],
    });
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      if (files.length) this.acts.sendFiles(files.length > 1 ? "album" : kind, files);
    });
    return input;
  }
}
