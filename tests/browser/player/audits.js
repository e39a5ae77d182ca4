// Each audit looks at the whole page and returns what is amiss; [] is well.

const all = (selector) => [...document.querySelectorAll(selector)];
const told = (node) => `${node.tagName.toLowerCase()}.${node.className}: ${node.textContent.slice(0, 40)}`;
const seen = (node) => node.checkVisibility() && !node.closest(".lm-vh, svg");

/** Focusable, and JupyterLab would take its keys. */
function unguarded() {
  return all(".lm-player, .lm-player *")
    .filter((node) => node.tabIndex >= 0 || node.hasAttribute("tabindex")
      || node.matches("a, button, input, textarea, select, summary"))
    .filter((node) => node.getAttribute("data-lm-suppress-shortcuts") !== "true")
    .map(told);
}

/** Ids used twice, references to none, and radios whose name reaches beyond their fieldset. */
function mixedUp() {
  const ids = all("[id]").map(({ id }) => id);
  const references = ["aria-labelledby", "aria-describedby", "for"].flatMap((name) =>
    all(`[${name}]`).flatMap((node) => node.getAttribute(name).split(" ")));
  const stray = all("input[type=radio]").filter((radio) =>
    all("input").some((other) => other.name === radio.name
      && other.closest("fieldset") !== radio.closest("fieldset")));
  return [
    ...ids.filter((id, at) => ids.indexOf(id) !== at),
    ...references.filter((id) => !ids.includes(id)),
    ...stray.map(told),
  ];
}

/** Reaches beyond the right edge of the window. */
function tooWide() {
  const edge = document.documentElement.clientWidth;
  const wide = all(".lm-player *").filter((node) =>
    seen(node) && node.getBoundingClientRect().right > edge).map(told);
  return document.documentElement.scrollWidth > edge ? ["the page scrolls sideways", ...wide] : wide;
}

/** Too small to hit. */
function tooSmall() {
  return all(".lm-player :is(button, summary, .lm-pick, textarea)").filter((node) => {
    const { width, height } = node.getBoundingClientRect();
    return seen(node) && (width < 24 || height < (node.matches("summary") ? 24 : 44));
  }).map(told);
}

const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

function rgba(color) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
}

function luminance([red, green, blue]) {
  const [r, g, b] = [red, green, blue].map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function ground(node) {
  for (; node; node = node.parentElement) {
    const color = rgba(getComputedStyle(node).backgroundColor);
    if (color[3] === 255) return color;
  }
  return [255, 255, 255, 255];
}

/** Text below 4.5:1, and borders of controls below 3:1, against what they really stand on. */
function tooFaint() {
  const faint = [];
  for (const node of all(".lm-player *").filter(seen)) {
    const style = getComputedStyle(node);
    const hasText = [...node.childNodes].some((kid) => kid.nodeType === 3 && kid.data.trim());
    if (hasText && ratio(rgba(style.color), ground(node)) < 4.5) faint.push(told(node));
    const isControl = node.matches("textarea, .lm-pick, button:not(.lm-part, .lm-skip, .lm-reset)");
    const edge = isControl && ratio(rgba(style.borderTopColor), ground(node.parentElement));
    if (isControl && edge < 3) faint.push(`border of ${told(node)}`);
  }
  return faint;
}

export const audits = { unguarded, mixedUp, tooWide, tooSmall, tooFaint };
