/** What a visitor can try, in three sentences, with examples to send. */

import { make } from "./dom.js";

const SENTENCES = ["help-1", "help-2", "help-3"];
const EXAMPLES = ["example-1", "example-2", "example-3"];

/** Show the guide; `fill(text)` puts an example into the resident's line. */
export class Help {
  constructor(words, fill) {
    this.words = words;
    this.close = make("button", { type: "button", class: "quiet", words: "help-hide", testid: "help-hide" });
    this.node = make(
      "aside",
      { class: "help", testid: "help", label: "help-title" },
      make("div", { class: "help-head" }, make("h2", { words: "help-title" }), this.close),
      make("ol", {}, ...SENTENCES.map((sentence) => make("li", { words: sentence }))),
      make("h3", { words: "examples" }),
      make("div", { class: "examples" }, ...EXAMPLES.map((example) => this.#example(example, fill))),
      make("p", { class: "help-note", words: "help-sandbox" }),
    );
  }

  #example(example, fill) {
    const node = make("button", { type: "button", class: "example", words: example, testid: "example" });
    // The examples are Chinese in either language of the page.
    node.lang = "zh-CN";
    node.addEventListener("click", () => fill(this.words.say(example)));
    return node;
  }
}
