/** The row of people above a phone: who holds it, who has unread messages. */

import { icon, make } from "./dom.js";

const TINTS = 6;

/** Let the visitor choose a person; `choose(id)` and `add()` act. */
export class Rail {
  constructor(words, group, { choose, add }) {
    this.words = words;
    this.choose = choose;
    this.people = new Map();
    this.add = make(
      "button",
      { type: "button", class: "person add", testid: "add-person", label: "add-person", hint: "add-person" },
      make("span", { class: "face" }, icon("plus")),
    );
    this.add.addEventListener("click", add);
    this.node = make(
      "div",
      { class: "rail", role: "group", label: `picker-${group}`, testid: "picker" },
      this.add,
    );
    this.node.addEventListener("keydown", (event) => this.#steer(event));
  }

  /** Show these people, `shown` being the one whose phone it is. */
  update(people, shown) {
    for (const [id, entry] of this.people) {
      if (people.some((person) => person.id === id)) continue;
      entry.node.remove();
      this.people.delete(id);
    }
    for (const person of people) this.#update(person, person.id === shown);
  }

  #update(person, shown) {
    let entry = this.people.get(person.id);
    if (!entry) {
      entry = this.#entry(person);
      this.people.set(person.id, entry);
      this.node.insertBefore(entry.node, this.add);
    }
    const unread = person.unread ? this.words.say("unread-count", { count: person.unread }) : "";
    entry.name.textContent = person.name;
    entry.badge.textContent = person.unread > 99 ? "99+" : String(person.unread || "");
    entry.badge.hidden = !person.unread;
    entry.node.classList.toggle("blocked", person.blocked);
    entry.node.title = [person.name, person.title].filter(Boolean).join(" · ");
    entry.node.setAttribute("aria-label", [entry.node.title, unread].filter(Boolean).join("，"));
    if (shown && entry.node.getAttribute("aria-pressed") !== "true") {
      requestAnimationFrame(() => reveal(this.node, entry.node));
    }
    entry.node.setAttribute("aria-pressed", String(shown));
  }

  #entry(person) {
    const name = make("span", { class: "name" });
    const badge = make("span", { class: "badge", testid: "unread", hidden: true });
    const face = make("span", { class: `face tint-${person.id % TINTS}` }, [...person.name][0], badge);
    const node = make("button", { type: "button", class: "person", testid: "person" }, face, name);
    node.dataset.person = String(person.id);
    node.addEventListener("click", () => this.choose(person.id));
    return { node, name, badge };
  }

  #steer(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...this.node.querySelectorAll(".person")];
    all[all.indexOf(document.activeElement) + step]?.focus();
  }
}

function reveal(rail, entry) {
  const left = entry.offsetLeft - rail.offsetLeft;
  if (left < rail.scrollLeft || left + entry.offsetWidth > rail.scrollLeft + rail.clientWidth) {
    rail.scrollLeft = left - rail.clientWidth / 2 + entry.offsetWidth / 2;
  }
}
