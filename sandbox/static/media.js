/** What a message carries besides words. */

import { icon, make } from "./dom.js";

/** Build the node for a message's media; `enlarge(url)` is called for a photo that is tapped. */
export function renderMedia(media, { words, enlarge }) {
  const node = RENDERERS[media.kind]?.(media, { words, enlarge }) ?? null;
  if (node === null) return null;
  node.classList.add("media", media.kind);
  node.dataset.testid = `media-${media.kind}`;
  return media.spoiler ? veiled(node, words) : node;
}

const RENDERERS = {
  photo: (media, { words, enlarge }) => {
    const label = words.say("enlarge-photo");
    const image = make("img", { src: media.url, alt: words.say("photo-label"), decoding: "async" });
    return make("button", { type: "button", "aria-label": label, onclick: () => enlarge(media.url) }, image);
  },
  video: (media, { words }) => {
    const player = { src: media.url, controls: true, preload: "metadata", playsinline: true };
    return make("video", { ...player, "aria-label": words.say("video-label") });
  },
  video_note: (media, context) => RENDERERS.video(media, context),
  voice: (media, { words }) => voice(media, words),
  document: (media, { words }) =>
    make(
      "a",
      { href: media.url, download: media.name ?? "", class: "chip" },
      icon("document"),
      make("span", {}, media.name || words.say("document")),
    ),
  location: (media, { words }) =>
    make(
      "div",
      { class: "chip" },
      icon("location"),
      make("span", {}, words.say("location")),
      make("span", { class: "numbers" }, coordinates(media)),
    ),
  contact: (media, { words }) =>
    make(
      "div",
      { class: "chip" },
      icon("contact"),
      make("span", {}, media.name || words.say("contact")),
      media.phone_number ? make("span", { class: "numbers" }, media.phone_number) : null,
    ),
  sticker: (media, { words }) =>
    make("div", { "aria-label": words.say("sticker"), role: "img" }, media.emoji || "🙂"),
};

function coordinates(media) {
  return `${Number(media.latitude).toFixed(4)}, ${Number(media.longitude).toFixed(4)}`;
}

function voice(media, words) {
  const sound = new Audio();
  sound.preload = "none";
  sound.src = media.url;
  const bar = make("progress", { max: "1", value: "0", "aria-hidden": "true" });
  const length = make("span", { class: "numbers" }, clockFace(media.duration));
  const button = make("button", { type: "button", class: "icon-button play" });
  const show = (playing) => {
    button.replaceChildren(icon(playing ? "pause" : "play"));
    button.setAttribute("aria-label", words.say(playing ? "stop" : "play"));
  };
  show(false);
  button.addEventListener("click", () => {
    if (sound.paused) sound.play().catch(() => show(false));
    else sound.pause();
  });
  sound.addEventListener("play", () => show(true));
  for (const name of ["pause", "ended"]) sound.addEventListener(name, () => show(false));
  sound.addEventListener("timeupdate", () => {
    const whole = Number.isFinite(sound.duration) ? sound.duration : media.duration || 1;
    bar.value = Math.min(1, sound.currentTime / whole);
    length.textContent = clockFace(sound.currentTime);
  });
  return make("div", { class: "chip" }, button, bar, length);
}

function clockFace(seconds) {
  const whole = Math.round(seconds ?? 0);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function veiled(node, words) {
  const veil = make(
    "button",
    { type: "button", class: "veil", testid: "spoiler" },
    make("span", {}, words.say("tap-to-show")),
  );
  const cover = make("div", { class: "veiled" }, node, veil);
  node.inert = true;
  veil.addEventListener("click", () => {
    veil.remove();
    node.inert = false;
    cover.classList.add("shown");
    (node.querySelector("button") ?? node).focus();
  });
  return cover;
}
