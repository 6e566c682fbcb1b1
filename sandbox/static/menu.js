/** A small menu beside the button that opened it. */

import { icon, make } from "./dom.js";

/**
 * Open a menu above or below `anchor`; it closes on a choice, Escape or a click elsewhere.
 *
 * `items` are {words | text, detail?, icon?, testid?, act}: `words` names a text of the page.
 */
export function openMenu(anchor, items, words, { testid = "menu", below = false } = {}) {
  const menu = make("div", { class: "menu", role: "menu", testid });
  if (below) menu.classList.add("below");
  menu.append(...items.map((item) => entry(item, close)));
  words.apply(menu);
  anchor.parentElement.append(menu);
  anchor.setAttribute("aria-expanded", "true");
  menu.querySelector("button")?.focus();

  function close() {
    menu.remove();
    anchor.removeAttribute("aria-expanded");
    document.removeEventListener("pointerdown", leave, true);
    if (menu.contains(document.activeElement) || document.activeElement === document.body) {
      // The chat may have moved on meanwhile and must stay where it is.
      anchor.focus({ preventScroll: true });
    }
  }
  function leave(event) {
    if (!menu.contains(event.target)) close();
  }
  document.addEventListener("pointerdown", leave, true);
  menu.addEventListener("keydown", (event) => steer(event, menu, close));
  return menu;
}

function entry(item, close) {
  const label = make("span", { words: item.words }, item.text ?? null);
  const node = make(
    "button",
    { type: "button", role: "menuitem", class: "menu-item", testid: item.testid },
    item.icon ? icon(item.icon) : null,
    label,
    item.detail ? make("span", { class: "menu-detail" }, item.detail) : null,
  );
  node.addEventListener("click", () => {
    close();
    item.act();
  });
  return node;
}

function steer(event, menu, close) {
  if (event.key === "Escape" || event.key === "Tab") {
    event.stopPropagation();
    close();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const entries = [...menu.querySelectorAll("button")];
  const next = entries.indexOf(document.activeElement) + step;
  entries[(next + entries.length) % entries.length].focus();
}
