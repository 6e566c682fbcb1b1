/** Building elements without markup in strings. */

const ICONS = "/static/icons.svg";
const SVG = "http://www.w3.org/2000/svg";

/**
 * Build one element. Strings among the children become text, never markup.
 *
 * `onclick` and the like add listeners; `testid` names the element for tests; `words`, `label`,
 * `hint` and `placeholderWords` name texts that `Words.apply` fills in and keeps in the page's
 * language; null, undefined and false leave an attribute out.
 */
export function make(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) set(node, name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Build one of the line icons; it is decoration, the button around it carries the label. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${ICONS}#${name}`);
  drawing.append(use);
  return drawing;
}

/** Build a round button that shows an icon; `label` names a text of the page. */
export function iconButton(name, options) {
  return make(
    "button",
    { type: "button", ...options, class: `icon-button ${options.class ?? ""}`.trim() },
    icon(name),
  );
}

const TEXT_OPTIONS = {
  words: "words",
  label: "wordsLabel",
  hint: "wordsHint",
  placeholderWords: "wordsPlaceholder",
};

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "testid") node.dataset.testid = value;
  else if (name in TEXT_OPTIONS) node.dataset[TEXT_OPTIONS[name]] = value;
  else node.setAttribute(name, value === true ? "" : value);
}
