/** The windows that ask for something: a place, a person, a link, a yes. */

import { iconButton, make } from "./dom.js";
import { PLACES } from "./places.js";

const LANGUAGES = [
  ["zh-hans", "中文"],
  ["en", "English"],
];

/** Ask the visitor; every question resolves to an answer, or to null when it was closed. */
export class Dialogs {
  constructor(words) {
    this.words = words;
  }

  /** Show an alert that the bot sent. */
  tell(text) {
    return this.#ask("alert", null, [make("p", { class: "alert-text" }, text)], "ok", () => true);
  }

  /** Ask whether to hand over the person's own name and number. */
  confirmContact() {
    return this.#ask("contact-dialog", "contact-title", [], "contact-send", () => true);
  }

  /** Ask for a place: {latitude, longitude}. */
  askPlace() {
    const list = make("div", { class: "place-list" }, ...PLACES.map((place) => this.#place(place)));
    list.querySelector("input").checked = true;
    const latitude = numberField("latitude");
    const longitude = numberField("longitude");
    const wrong = make("p", { class: "field-error", role: "alert" });
    const own = make(
      "fieldset",
      { class: "own-place" },
      make("legend", { words: "location-own" }),
      field("latitude", latitude),
      field("longitude", longitude),
      wrong,
    );
    const read = () => {
      if (!latitude.value && !longitude.value) return chosenPlace(list);
      const answer = { latitude: Number(latitude.value), longitude: Number(longitude.value) };
      if (possible(latitude, longitude)) return answer;
      wrong.textContent = this.words.say("location-wrong");
      return null;
    };
    return this.#ask("location-dialog", "location-title", [list, own], "location-send", read);
  }

  /** Ask for a new person: {name, language, group}. */
  askPerson(group) {
    const name = make("input", { type: "text", required: true, maxlength: "64", testid: "add-name" });
    const language = select(LANGUAGES);
    const note = group === "officer" ? make("p", { words: "add-officer-note" }) : null;
    const read = () =>
      name.value.trim() ? { name: name.value.trim(), language: language.value, group } : null;
    const fields = [field("add-name", name), field("add-language", language), note];
    return this.#ask("add-dialog", "add-title", fields, "add-send", read);
  }

  /** Ask who opens a link: {person, payload}. */
  askLink({ people, person, payload = "" }) {
    const who = select(people.map((one) => [String(one.id), one.name]));
    who.value = String(person);
    who.dataset.testid = "link-who";
    const link = make("input", { type: "text", testid: "link-payload" });
    link.value = payload;
    const read = () => ({ person: Number(who.value), payload: payloadOf(link.value) });
    const fields = [field("link-who", who), field("link-payload", link)];
    return this.#ask("link-dialog", "link-title", fields, "link-send", read);
  }

  /** Show a photo as large as the window. */
  enlarge(url) {
    const photo = make("img", { src: url, alt: this.words.say("photo-label") });
    return this.#ask("lightbox", null, [photo], "close", () => true);
  }

  #place([chinese, english, latitude, longitude]) {
    const name = this.words.language === "zh-CN" ? chinese : english;
    const radio = make("input", { type: "radio", name: "place", value: `${latitude},${longitude}` });
    return make("label", { class: "place", testid: "place" }, radio, make("span", {}, name));
  }

  #ask(testid, title, content, action, read) {
    const dialog = make("dialog", { class: testid, testid });
    const send = make("button", { type: "submit", class: "primary", words: action, testid: "dialog-ok" });
    const leave = iconButton("close", { label: "close", class: "dialog-close" });
    const form = make("form", { method: "dialog", novalidate: true }, ...content.filter(Boolean));
    form.append(make("div", { class: "dialog-actions" }, send));
    if (title) {
      dialog.append(make("h2", { words: title, id: `${testid}-title` }));
      dialog.setAttribute("aria-labelledby", `${testid}-title`);
    }
    dialog.append(leave, form);
    document.body.append(this.words.apply(dialog));
    return new Promise((resolve) => {
      let answer = null;
      leave.addEventListener("click", () => dialog.close());
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        answer = read();
        if (answer !== null) dialog.close();
      });
      dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(answer);
      });
      dialog.showModal();
      (form.querySelector("input[type=text], input:checked") ?? send).focus();
    });
  }
}

/** Return the payload of a deep link, or the text itself where it is none. */
export function payloadOf(link) {
  const text = link.trim();
  return text.match(/[?&]start=([\w-]+)/)?.[1] ?? text;
}

function field(words, input) {
  return make("label", { class: "field" }, make("span", { words }), input);
}

function numberField(testid) {
  return make("input", { type: "number", step: "any", inputmode: "decimal", testid });
}

function select(choices) {
  const options = choices.map(([value, text]) => make("option", { value }, text));
  return make("select", {}, ...options);
}

function possible(latitude, longitude) {
  const given = latitude.value !== "" && longitude.value !== "";
  return given && Math.abs(latitude.value) <= 90 && Math.abs(longitude.value) <= 180;
}

function chosenPlace(list) {
  const [latitude, longitude] = list.querySelector("input:checked").value.split(",").map(Number);
  return { latitude, longitude };
}
