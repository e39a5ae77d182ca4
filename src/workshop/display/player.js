/**
 * The player: draws the view that Python (or a worker) hands it, and sends what the learner does.
 *
 * It holds no rule of grading. Four habits keep it safe to use:
 * - nodes are patched, not drawn anew: a view that arrives takes neither focus nor text;
 * - every word goes into the page as text, never as HTML; ids from the view never become DOM ids;
 * - every focusable node carries SUPPRESS: JupyterLab would read its keys as commands;
 * - a response lives in sessionStorage until it is acknowledged.
 */

const SUPPRESS = "data-lm-suppress-shortcuts";
const DRAFT_MS = 400; // the pause that sends a draft
const SLOW_MS = 1000; // then we say that we wait
const STILL_MS = 5000;
const LOST_MS = 10000; // then we say that nobody answers
const TICK_MS = 250;
const WORDS_FROM = 25; // then their number is shown

const TEXT = {
  meta: (chapter, minutes) =>
    [chapter != null && `Chapter ${chapter}`, minutes && `about ${minutes} minutes`]
      .filter(Boolean)
      .join(" · "),
  situation: "The situation",
  parts: "Parts of this exercise",
  part: (n, of) => `Part ${n} of ${of}`,
  one: "Choose one",
  many: "Choose all that fit",
  placed: (n, of) => `${n} of ${of} placed`,
  done: (n, of) => `${n} of ${of} done`,
  placedIn: (bin, n, of) => `Card placed in ${bin}. ${n} of ${of}.`,
  soFar: "So far",
  said: "What was said",
  you: "You",
  step: (n, of) => `Step ${n} of ${of}`,
  moved: (card, n, of) => `${card}: place ${n} of ${of}.`,
  setAside: (card) => `${card}: set aside.`,
  up: "Up",
  down: "Down",
  aside: "Set aside",
  asideHead: "Set aside: these do not belong",
  keep: "Put back",
  choose: "Choose…",
  partner: "Your partner's view",
  needed: "needed",
  optional: "choose nothing",
  reply: "What do you say?",
  say: "Say this",
  replyFirst: "Choose a reply first.",
  back: "Go back one step",
  from: (n) => `Try again from step ${n}`,
  good: "A good answer",
  words: (n) => `${n} words`,
  sure: "How sure are you?",
  why: "Why this? A line for yourself, if you like",
  check: "Check my answer",
  checking: "Checking…",
  still: "Still checking; you can go on",
  hint: (n, of) => `Hint ${n} of ${of}`,
  skip: "Skip for now",
  reset: "Clear my answer",
  resetSure: "Press again to clear it",
  retry: "Try again",
  reveal: "Show the model answer",
  next: (n, title) => `Go on to part ${n}: ${title}`,
  looked: "Looked at",
  stale: "You have changed your answer since. This is about the one you checked.",
  marked: "Your text, with what was found",
  found: (title) => ` (found: ${title}) `,
  modelSide: "The model",
  ownSide: "Yours",
  marks: "Your own judgement",
  marksWhy: "You decide how far your own text does each of these.",
  mark: { met: "Met", partly: "Partly", not_yet: "Not yet" },
  newTab: " (opens in a new tab)",
  saving: "Saving…",
  kept: "Not saved yet, kept in this tab.",
  lost:
    "Can't reach the kernel right now. Your text is still here and kept in this tab. " +
    "Run the cell again; if that does not help, restart the kernel first.",
  restored: "Brought back what you had typed.",
};

// Building the page ---

// Each player on a page has a copy of this script: a count alone would give two nodes one id, and
// radios of two players one name.
const MINE = Math.random().toString(36).slice(2, 10);
let lastId = 0;
const newId = () => `lm-${MINE}-${++lastId}`;

/** Makes `tag.class`; strings among the children become text. Focusable ones get SUPPRESS. */
function make(tag, attributes, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  node.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(key, "");
    else if (value != null && value !== false) node.setAttribute(key, value);
  }
  if (node.tabIndex >= 0 || node.hasAttribute("tabindex") || name === "summary" || name === "a") {
    node.setAttribute(SUPPRESS, "true");
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return node;
}

const h = (tag, ...children) => make(tag, {}, ...children);
const on = (node, type, listener) => (node.addEventListener(type, listener), node);
const button = (look, press, ...words) =>
  on(make(`button${look}`, { type: "button" }, words), "click", press);
const hidden = (text) => h("span.lm-vh", text);
const heading = (level, ...children) => make(`h${level}`, { tabindex: -1 }, ...children);
const focused = (node) => node.getRootNode().activeElement;
const letter = (index) => String.fromCharCode(97 + index);

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Hides a control; under the focus only with a later view. */
function show(node, visible) {
  node.hidden = !visible && focused(node) !== node;
}

const drawn = new WeakMap();

/** Fills `node` with what `build` returns, only when `data` has changed; hides it when null. */
function keyed(node, data, build) {
  const key = JSON.stringify(data ?? null);
  if (drawn.get(node) === key) return false;
  drawn.set(node, key);
  const hadFocus = node.contains(focused(node));
  node.hidden = data == null;
  node.replaceChildren(...(data == null ? [] : build(data).flat(Infinity).filter(Boolean)));
  if (hadFocus) node.querySelector('[tabindex="-1"]')?.focus({ preventScroll: true });
  return true;
}

const RING = "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16z";
const STAR = "M10 2.2l2.4 4.9 5.4.8-3.9 3.8.9 5.3-4.8-2.5L5.2 17l.9-5.3L2.2 7.9l5.4-.8z";
const TICK = "M6.2 10.3l2.7 2.7 5-5.6";
/** A sign never stands without its word. */
const SIGNS = {
  met: { line: RING + TICK },
  found: { line: RING + TICK },
  partly: { line: RING, fill: "M10 2a8 8 0 0 1 0 16z" },
  not_yet: { line: RING },
  not_found: { line: `${RING}M7.8 7.9c.1-2.9 4.5-2.8 4.4-.1 0 1.7-2.2 1.7-2.2 3.6M10 13.9v.4` },
  other: { line: `${RING}M6.5 10h7` },
  revealed: { fill: STAR },
  kept: { line: RING + TICK },
  drafted: { line: "M3.5 16.5l.8-3.4 9.2-9.2 2.6 2.6-9.2 9.2z" },
};

function sign(status) {
  const { line, fill } = SIGNS[status] ?? SIGNS.other;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "lm-sign");
  svg.setAttribute("aria-hidden", "true");
  for (const [d, look] of [[line, "lm-line"], [fill, "lm-fill"]]) {
    const path = document.createElementNS(svg.namespaceURI, "path");
    path.setAttribute("d", d ?? "");
    path.setAttribute("class", look);
    svg.append(path);
  }
  return svg;
}

/** A state as sign and word; the class adds the colour. */
function badge(status, word) {
  return word ? make("span", { class: `lm-badge lm-is-${status}` }, sign(status), word) : null;
}

/** The badge of a note at its place, if there is one. */
function drawBadge(place, { status, badge: word } = {}) {
  keyed(place, word && [status, word], () => [badge(status, word)]);
}

/** @param {{label: string, href: string|null}|null} to */
function link(to) {
  if (!to?.label) return null;
  if (!to.href || !/^(https?:\/\/|[./#])/i.test(to.href)) return h("span", to.label);
  return make("a", { href: to.href, target: "_blank", rel: "noopener" }, to.label, hidden(TEXT.newTab));
}

/** The end of every feedback: what to do next, and where to read on. */
function onward({ next, link: to }) {
  return [next && h("div.lm-next", markdown(next)), to && h("p", link(to))];
}

// Markdown, the part of it that authors use ---

const INLINE = /\\([\\`*>_-])|`([^`]+)`|\*\*(?=\S)([^]+?)\*\*|\*(?=[^\s*])([^*]+)\*/g;

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [all, escaped, code, strong, emphasis] = match;
    nodes.push(text.slice(end, match.index));
    if (escaped) nodes.push(escaped);
    else if (code) nodes.push(h("code", code));
    else if (strong) nodes.push(h("strong", inline(strong)));
    else nodes.push(h("em", inline(emphasis)));
    end = match.index + all.length;
  }
  return [...nodes, text.slice(end)].filter((node) => node !== "");
}

const BULLET = /^\s*[-*+]\s+/;
const NUMBER = /^\s*\d+[.)]\s+/;
const QUOTE = /^\s*>\s?/;

/** Paragraphs, lists and quotes; anything else is shown as it is written. */
function markdown(text) {
  return blocks(String(text ?? "").split(/\r?\n/));
}

function blocks(lines) {
  const nodes = [];
  let at = 0;
  const take = (test) => {
    const from = at;
    while (at < lines.length && lines[at].trim() && test(lines[at])) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at];
    const mark = [BULLET, NUMBER].find((kind) => kind.test(line));
    if (!line.trim()) at++;
    else if (mark) nodes.push(list(mark, take(() => true)));
    else if (QUOTE.test(line)) {
      nodes.push(h("blockquote", blocks(take(() => true).map((l) => l.replace(QUOTE, "")))));
    } else {
      const words = take((l) => !BULLET.test(l) && !NUMBER.test(l) && !QUOTE.test(l));
      nodes.push(h("p", inline(words.map((l) => l.trim()).join(" "))));
    }
  }
  return nodes;
}

function list(mark, lines) {
  const items = [];
  for (const line of lines) {
    if (mark.test(line)) items.push(line.replace(mark, ""));
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return h(mark === NUMBER ? "ol" : "ul", items.map((item) => h("li", inline(item))));
}

// A group of radios or ticks ---

/** One question with its choices, as a fieldset; ids stay in a Map and out of the page. */
class Picks {
  /** @param {{id: string, text: string}[]} choices */
  constructor(legend, choices, { many = false, look = "rows", changed = () => {} } = {}) {
    this.inputs = new Map();
    this.badges = new Map();
    const name = newId();
    const rows = choices.map(({ id, text }) => {
      const input = make("input", { type: many ? "checkbox" : "radio", name });
      const label = h("span.lm-pick-text", inline(text));
      const mark = make("span", { hidden: true });
      on(input, "change", () => changed(this));
      this.inputs.set(id, input);
      this.badges.set(id, mark);
      return h("label.lm-pick", input, h("span", label, mark));
    });
    this.badge = make("span", { hidden: true });
    this.legend = make("legend", { id: newId() }, legend, this.badge);
    this.node = make("fieldset", { class: `lm-picks lm-${look}` }, this.legend, h("div", rows));
  }

  get value() {
    return [...this.inputs].filter(([, input]) => input.checked).map(([id]) => id);
  }

  set value(ids) {
    for (const [id, input] of this.inputs) input.checked = ids.includes(id);
  }

  /** A badge at every choice, or at the question, that has a note. */
  mark(notes, own) {
    for (const [id, place] of own ? [[own, this.badge]] : this.badges) {
      drawBadge(place, notes.get(id));
    }
  }

  focus() {
    const inputs = [...this.inputs.values()];
    (inputs.find((input) => input.checked) ?? inputs[0])?.focus();
  }
}

/** The notes of a result that is not stale, by what they are about. */
function notesOf({ result }) {
  const notes = (result && !result.stale && result.notes) || [];
  return new Map(notes.map((note) => [note.about, note]));
}

/** An object of a response as a Map, so that a name like "__proto__" is a name. */
const namesOf = (value) => new Map(typeof value === "string" ? [] : Object.entries(value ?? {}));

// The kinds ---

/**
 * @typedef {object} Kind
 * @property {Node[]} nodes
 * @property {(item: object) => void} [patch]  draws all but the learner's fields
 * @property {() => any} read  the response that is in the fields
 * @property {(response: any) => void} [write]  puts one there
 * @property {(name: string) => void} focus  "" is the first field
 */

/** @returns {Kind} */
function choiceKind(player, item) {
  const { many, options } = item.fields;
  const changed = () => player.answer(picks.value);
  const picks = new Picks([many ? TEXT.many : TEXT.one], options, { many, changed });
  picks.node.setAttribute("aria-labelledby", `${player.questionId()} ${picks.legend.id}`);
  return {
    nodes: [picks.node],
    patch: (now) => picks.mark(notesOf(now)),
    read: () => picks.value,
    write: (response) => {
      picks.value = Array.isArray(response) ? response : [];
    },
    focus: () => picks.focus(),
  };
}

/**
 * What sort, match and rate share: many small questions, each with a control of its own.
 * @param {Map<string, Picks|Select>} controls  by the name under which notes and focus ask for them
 * @returns {Kind}
 */
function severalKind(player, controls, { nodes, read, valueIn, words = TEXT.done, drawn }) {
  const count = h("p.lm-count");
  const all = [...controls.values()];
  const draw = () => {
    const n = all.filter(({ value }) => value.length).length;
    setText(count, words(n, all.length));
    drawn?.();
    return n;
  };
  const changed = (said) => {
    const n = draw();
    player.answer(read());
    if (said) player.announce(said(n, all.length), { wait: 250 }); // arrow keys are fast
  };
  return {
    changed,
    nodes: [nodes, count].flat(),
    patch(now) {
      const notes = notesOf(now);
      for (const [name, control] of controls) control.mark(notes, name);
      draw();
    },
    read,
    write(response) {
      for (const [name, control] of controls) control.value = valueIn(namesOf(response), name);
      draw();
    },
    focus: (name) =>
      (controls.get(name) ?? all.find(({ value }) => !value.length) ?? all[0])?.focus(),
  };
}

/** The answered controls as an object of a response. */
const valuesOf = (controls, cast = (value) => value) =>
  Object.fromEntries([...controls].filter(([, { value }]) => value.length)
    .map(([name, { value }]) => [name, cast(value[0])]));

/** @returns {Kind} */
function sortKind(player, item) {
  const { bins, cards } = item.fields;
  const groups = new Map();
  const tally = h("ul");
  const placed = (picks) => kind.changed((n, of) =>
    TEXT.placedIn(bins.find(({ id }) => id === picks.value[0]).text.trim(), n, of));
  const nodes = cards.map(({ id, text }, index) => {
    const legend = [h("span.lm-number", `${index + 1} `), inline(text)];
    const picks = new Picks(legend, bins, { look: "pills", changed: placed });
    groups.set(id, picks);
    return picks.node;
  });
  const drawTally = () => {
    const all = Object.values(valuesOf(groups));
    const counts = bins.map(({ id, text }) => `${text}: ${all.filter((bin) => bin === id).length}`);
    keyed(tally, counts, () => counts.map((line) => h("li", line)));
  };
  const kind = severalKind(player, groups, {
    nodes: h("div.lm-cards", nodes),
    read: () => valuesOf(groups),
    valueIn: (own, id) => [own.get(id)],
    words: TEXT.placed,
    drawn: drawTally,
  });
  kind.nodes.push(h("details.lm-so-far", h("summary", TEXT.soFar), tally));
  return kind;
}

/** @returns {Kind} */
function rateKind(player, item) {
  const { actions, points } = item.fields;
  const groups = new Map();
  const nodes = actions.map(({ id, text }) => {
    groups.set(id, new Picks(inline(text), points, { look: "points", changed: () => kind.changed() }));
    return groups.get(id).node;
  });
  const kind = severalKind(player, groups, {
    nodes: h("div.lm-cards", nodes),
    read: () => valuesOf(groups, Number),
    valueIn: (own, id) => [String(own.get(id))],
  });
  return kind;
}

/** A list to choose from, with its label. */
class Select {
  constructor(label, choices, changed, empty = TEXT.choose) {
    const id = newId();
    const options = choices.map((one) => make("option", { value: one.id }, one.text));
    this.list = make("select", { id }, make("option", { value: "" }, empty), options);
    this.badge = make("span", { hidden: true });
    on(this.list, "change", () => changed(this));
    this.label = make("label", { for: id }, label);
    this.node = h("div.lm-select", this.label, this.list, this.badge);
  }

  get value() {
    return this.list.value;
  }

  set value(id) {
    if (this.list.value === id) return; // an open list stays open
    this.list.value = id ?? "";
    if (this.list.selectedIndex < 0) this.list.value = "";
  }

  mark(notes, own) {
    drawBadge(this.badge, notes.get(own));
  }

  focus() {
    this.list.focus();
  }
}

/** @returns {Kind} */
function matchKind(player, item) {
  const { rows, columns } = item.fields;
  const lists = new Map();
  const chosen = (row) => columns
    .map(({ id }) => [id, lists.get(`${row.id}/${id}`).value])
    .filter(([, value]) => value);
  const read = () => Object.fromEntries(rows
    .map((row) => [row.id, Object.fromEntries(chosen(row))])
    .filter(([, cells]) => Object.keys(cells).length));
  const several = columns.length > 1;
  const cell = (row, column) => {
    const label = [several && column.title, hidden(row.text)].filter(Boolean);
    const list = new Select(label, column.choices, () => kind.changed());
    lists.set(`${row.id}/${column.id}`, list);
    return list.node;
  };
  const nodes = rows.map((row) =>
    h("li", h("p", inline(row.text)), h("div", columns.map((column) => cell(row, column)))));
  const kind = severalKind(player, lists, {
    nodes: [several ? "" : h("p.lm-label", columns[0].title), h("ol.lm-match", nodes)],
    read,
    valueIn(own, place) {
      const [row, column] = place.split("/");
      return namesOf(own.get(row)).get(column);
    },
  });
  return kind;
}

/** One exchange of a transcript: what was said, answered, and came of it. */
function exchange({ speaker, line, reply, consequence }) {
  const said = (who, words, look) => make("p", { class: look }, h("b", `${who}: `), inline(words));
  return [
    said(speaker, line),
    reply && said(TEXT.you, reply, "lm-own-line"),
    consequence && h("div.lm-came", markdown(consequence)),
  ];
}

/** @returns {Kind} */
function dialogueKind(player) {
  const step = h("p.lm-count");
  const log = h("ol");
  const title = make("p.lm-label", { id: newId() }, TEXT.said);
  const quiet = { role: "log", "aria-live": "off", "aria-labelledby": title.id };
  const transcript = make("div.lm-transcript", quiet, title, log);
  const line = heading(4);
  const replies = h("div");
  const ending = h("div.lm-ending");
  let picks = null;
  let path = [];

  const focusLine = () => (picks ? line : ending.querySelector("h4"))?.focus();
  return {
    nodes: [transcript, step, line, replies, ending],
    patch(item) {
      const { transcript: entries = [], now, ending: end, number, of } = item.fields;
      path = item.response ?? [];
      keyed(log, entries, () => entries.map((entry) => h("li", exchange(entry))));
      transcript.hidden = !entries.length;
      setText(step, now && number ? TEXT.step(number, of) : "");
      keyed(line, now && [now.speaker, now.line, path], () => [
        h("span.lm-speaker", `${now.speaker}: `),
        ...inline(now.line),
      ]);
      // The path is part of the key: the same words at another turn are a new question.
      keyed(replies, now && { now, path }, () => {
        picks = new Picks(TEXT.reply, now.replies);
        return [picks.node];
      });
      if (!now) picks = null;
      keyed(ending, end, ({ title, text }) => [heading(4, title), markdown(text)]);
    },
    read: () => path,
    focus: () => (picks ? picks.focus() : focusLine()),
    focusLine,
    canSay: () => picks != null,
    canBack: (item) => path.length > 0 && (picks != null || !item.can.retry),
    back: () => player.answer(path.slice(0, -1)),
    submit() {
      if (!picks) return false;
      const [reply] = picks.value;
      if (reply != null) player.answer([...path, reply]);
      else {
        player.announce(TEXT.replyFirst, { visible: true });
        picks.focus();
      }
      return true;
    },
  };
}

/** A textarea that grows, its label, hint and count of words. */
function field(player, part, answer = "text") {
  const id = newId();
  const hint = part.hint ? make("p.lm-help", { id: newId() }, inline(part.hint)) : null;
  const look = { id, dir: "auto", "aria-describedby": hint?.id };
  const area = answer === "text"
    ? make("textarea", { ...look, rows: 4 })
    : make("input", { ...look, type: answer === "date" ? "date" : "text" });
  const count = h("p.lm-words");
  const fit = () => {
    const words = area.value.split(/\s+/).filter(Boolean).length;
    setText(count, words < WORDS_FROM ? "" : TEXT.words(words));
    if (answer !== "text" || CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 4}px`;
  };
  on(area, "input", () => (fit(), player.typed()));
  on(area, "blur", () => player.flush());
  const label = make("label", { for: id, class: "lm-label" }, part.label);
  return { area, fit, node: h("div.lm-field", label, hint, area, count) };
}

const plain = (text) => text.normalize().replace(/\s+/g, " ").trim();

/** @returns {Kind} */
function textKind(player, item) {
  const { parts, criteria = [], starter = "" } = item.fields;
  const one = parts.length === 1 && !parts[0].id;
  const fields = new Map(parts.map((part) => [part.id, field(player, part)]));
  const wanted = criteria.length > 0 && h("section.lm-wanted",
    h("h4", TEXT.good),
    h("ol", criteria.map(({ title }) => h("li", inline(title)))));
  const textFor = (response, id) => {
    const own = one ? (response ?? starter) : namesOf(response).get(id);
    return typeof own === "string" ? own : "";
  };
  return {
    nodes: [wanted, [...fields.values()].map(({ node }) => node)].flat().filter(Boolean),
    read() {
      const texts = [...fields].map(([id, { area }]) => [id, area.value]);
      return one ? texts[0][1] : Object.fromEntries(texts);
    },
    write(response) {
      for (const [id, { area, fit }] of fields) {
        const text = textFor(response, id);
        // Where the learner writes, white space alone is no reason to move the cursor.
        const differs = focused(area) === area ? plain(text) !== plain(area.value) : true;
        if (differs && text !== area.value) area.value = text;
        fit();
      }
    },
    focus: (id) => (fields.get(id) ?? [...fields.values()][0])?.area.focus(),
  };
}

/**
 * Cards with buttons to move them; the order on the page is the order of the answer.
 * @returns {Kind}
 */
function orderKind(player, item) {
  const { cards, aside: canAside } = item.fields;
  const kept = h("ol.lm-order");
  const out = h("ul.lm-order");
  const outBox = h("section", h("h4", TEXT.asideHead), out);
  const rows = new Map(cards.map((card) => [card.id, orderRow(card, canAside, act)]));
  const idsIn = (list) => [...list.children].map((node) => node.lmId);
  const read = () => ({ order: idsIn(kept), aside: idsIn(out) });
  const settle = () => {
    const order = idsIn(kept);
    order.forEach((id, at) => {
      const { up, down, put } = rows.get(id);
      up.setAttribute("aria-disabled", String(at === 0));
      down.setAttribute("aria-disabled", String(at === order.length - 1));
      put(true);
    });
    for (const id of idsIn(out)) rows.get(id).put(false);
    outBox.hidden = !out.children.length;
  };
  function act(id, verb, pressed) {
    const { node, text } = rows.get(id);
    const place = idsIn(kept).indexOf(id);
    if (verb === "aside") (place < 0 ? kept : out).append(node);
    else {
      const to = place + (verb === "up" ? -1 : 1);
      if (to < 0 || to >= kept.children.length) return;
      kept.children[to][verb === "up" ? "before" : "after"](node);
    }
    settle();
    const order = idsIn(kept);
    const at = order.indexOf(id) + 1;
    pressed.focus(); // a node that was moved has lost the focus
    player.announce(at ? TEXT.moved(text, at, order.length) : TEXT.setAside(text));
    player.answer(read());
  }
  const write = (response) => {
    const own = namesOf(response);
    const listed = (name) => (Array.isArray(own.get(name)) ? own.get(name) : []);
    const away = listed("aside").filter((id) => rows.has(id));
    const first = listed("order").filter((id) => rows.has(id));
    const rest = cards.map(({ id }) => id).filter((id) => !first.includes(id) && !away.includes(id));
    const wanted = [...first, ...rest];
    if (idsIn(kept).join() !== wanted.join()) kept.replaceChildren(...wanted.map((id) => rows.get(id).node));
    if (idsIn(out).join() !== away.join()) out.replaceChildren(...away.map((id) => rows.get(id).node));
    settle();
  };
  write(null);
  return {
    nodes: [kept, outBox],
    patch(now) {
      const notes = notesOf(now);
      for (const [id, row] of rows) drawBadge(row.badge, notes.get(id));
    },
    read,
    write,
    focus: () => kept.querySelector("button")?.focus(),
  };
}

function orderRow({ id, text }, canAside, act) {
  const mark = make("span", { hidden: true });
  const label = h("span", inline(text));
  const name = label.textContent;
  const call = (node, words) => {
    setText(node, words);
    node.setAttribute("aria-label", `${words}: ${name}`);
    return node;
  };
  const press = (verb, words) => {
    const node = button(".lm-move", () => act(id, verb, node));
    return call(node, words);
  };
  const up = press("up", TEXT.up);
  const down = press("down", TEXT.down);
  const aside = canAside && press("aside", TEXT.aside);
  const put = (isKept) => {
    up.hidden = down.hidden = !isKept;
    if (aside) call(aside, isKept ? TEXT.aside : TEXT.keep);
  };
  const node = h("li", h("p", label, mark), h("div.lm-moves", up, down, aside));
  node.lmId = id;
  return { node, up, down, put, badge: mark, text: name };
}

/** One prompt of a reflection as a control with `value`, `focus` and `node`. */
function promptField(player, prompt, changed) {
  const { label, hint, answer, choices, required } = prompt;
  const words = required ? `${label} (${TEXT.needed})` : label;
  if (answer === "scale") {
    const picks = new Picks(inline(words), choices, { look: "pills", changed });
    const help = hint && h("p.lm-help", inline(hint));
    return {
      node: h("div.lm-field", picks.node, help),
      get value() { return picks.value[0] ?? ""; },
      set value(text) { picks.value = [text]; },
      focus: () => picks.focus(),
    };
  }
  if (answer === "pick") {
    const list = new Select(words, choices, changed, required ? TEXT.choose : TEXT.optional);
    list.node.classList.add("lm-field");
    if (hint) list.label.after(h("p.lm-help", inline(hint)));
    return list;
  }
  const { area, fit, node } = field(player, { label: words, hint }, answer);
  return {
    node,
    get value() { return area.value; },
    set value(text) {
      const differs = focused(area) === area ? plain(text) !== plain(area.value) : true;
      if (differs && text !== area.value) area.value = text;
      fit();
    },
    focus: () => area.focus(),
  };
}

/** @returns {Kind} */
function reflectKind(player, item) {
  const fields = new Map();
  const read = () =>
    Object.fromEntries([...fields].map(([id, { value }]) => [id, value]).filter(([, v]) => v));
  const changed = () => player.answer(read());
  const groups = item.fields.groups.map(({ title, prompts }) =>
    h("section.lm-group", h("h4", title), prompts.map((prompt) => {
      const one = promptField(player, prompt, changed);
      fields.set(prompt.id, one);
      return prompt.by === "partner"
        ? h("div.lm-partner", h("p.lm-label", TEXT.partner), one.node) : one.node;
    })));
  const files = make("div.lm-actions", { hidden: true });
  const buttons = new Map();
  let latest = new Map();
  return {
    nodes: [...groups, files],
    patch(now) {
      // A button that has the focus stays while the words in its file change.
      latest = new Map(now.fields.files.map((one) => [one.label, one]));
      for (const label of latest.keys()) {
        if (buttons.has(label)) continue;
        buttons.set(label, button("", () => latest.has(label) && save(latest.get(label)), label));
        files.append(buttons.get(label));
      }
      for (const [label, node] of buttons) show(node, latest.has(label));
      files.hidden = [...buttons.values()].every((node) => node.hidden);
    },
    read,
    write(response) {
      const own = namesOf(response);
      for (const [id, one] of fields) {
        const text = own.get(id);
        one.value = typeof text === "string" ? text : "";
      }
    },
    focus: (id) => (fields.get(id) ?? [...fields.values()][0])?.focus(),
  };
}

/** Hands the learner a file; nothing is sent anywhere. */
function save({ name, type, text }) {
  const href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), TICK_MS);
}

const KINDS = {
  choice: choiceKind,
  sort: sortKind,
  order: orderKind,
  match: matchKind,
  rate: rateKind,
  dialogue: dialogueKind,
  text: textKind,
  reflect: reflectKind,
};

// What comes after a check ---

const lettersOf = (list) => new Map(list.map(({ id }, index) => [id, letter(index)]));

/** One finding: its badge and name, what is said about it, and what to do next. */
function finding(status, { badge: word, text, ...rest }, name, mark, ...more) {
  const row = [mark && h("span.lm-letter", mark), badge(status, word),
    h("span.lm-strong", inline(name ?? ""))];
  return h("li", h("p.lm-row", row), more, text && markdown(text), onward(rest));
}

function criterionNode(criterion, index, item) {
  const { finding: found, title, quotes = [] } = criterion;
  const words = quotes.map((quote) => h("p.lm-quote", make("q", { dir: "auto" }, quote)));
  // Only a text is searched; what the path of a dialogue lacks is known.
  if (item.kind === "text") return finding(found, criterion, title, letter(index), words);
  return finding(found === "not_found" ? "not_yet" : found, criterion, title, null, words);
}

/** Feedback on an option, card or step; from a step one can play on. */
function noteNode(note, item, retry) {
  const node = finding(note.status, note, note.label);
  const step = item.kind === "dialogue" ? (item.response ?? []).indexOf(note.about) : -1;
  if (step >= 0 && note.status !== "met" && item.can.retry) {
    node.append(button("", () => retry(step), TEXT.from(step + 1)));
  }
  return node;
}

/** Cuts a text, given as code points, at every border of a span. */
function segments(points, spans) {
  const borders = [0, points.length, ...spans.flatMap(({ start, end }) => [start, end])];
  const cuts = [...new Set(borders)].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => ({
    words: points.slice(cuts[index], end).join(""),
    inside: spans.filter((span) => span.start < end && span.end > cuts[index]),
    ending: spans.filter((span) => span.end === end),
  }));
}

/** The learner's text with marks and, in words, what each one stands for. */
function markedText(text, evidence, letters) {
  const points = Array.from(text);
  const within = (n) => Math.max(0, Math.min(points.length, n));
  const spans = evidence
    .map((span) => ({ ...span, start: within(span.start), end: within(span.end) }))
    .filter(({ start, end }) => start < end);
  const tag = ({ criterion, title }) => h("span.lm-tag",
    make("span", { "aria-hidden": "true" }, letters.get(criterion) ?? "·"), hidden(TEXT.found(title)));
  return segments(points, spans).map(({ words, inside, ending }) => {
    if (!inside.length) return words;
    return make("mark", { class: inside.length > 1 ? "lm-both" : null }, words, ending.map(tag));
  });
}

function evidenceNode({ checked, evidence, criteria }, item) {
  if (!evidence?.length) return null;
  const letters = lettersOf(criteria ?? []);
  const texts = typeof checked === "string" ? [["", checked]] : Object.entries(checked ?? {});
  const labels = new Map((item.fields.parts ?? []).map(({ id, label }) => [id, label]));
  const copies = texts.filter(([, text]) => text).map(([id, text]) => {
    const own = evidence.filter(({ part }) => (part ?? "") === id);
    return h("div",
      texts.length > 1 && h("p.lm-label", labels.get(id) ?? id),
      make("p.lm-own", { dir: "auto" }, markedText(text, own, letters)));
  });
  return make("details.lm-evidence", { open: true }, h("summary", TEXT.marked), copies);
}

function resultNodes(result, item, retry) {
  const { status, badge: word, title, text, notes = [], criteria = [] } = result;
  const lists = (kids) => kids.length > 0 && h("ul.lm-findings", kids);
  // A note without words is told by the badge at its card or option.
  const said = ({ text: words, next }) => words || next || item.kind === "dialogue";
  return [
    heading(4, badge(status, word || TEXT.looked), title && [hidden(": "), h("span", title)]),
    make("p.lm-stale", { hidden: true }, TEXT.stale),
    text && h("div", markdown(text)),
    h("div", onward(result)),
    lists(criteria.map((criterion, at) => criterionNode(criterion, at, item))),
    evidenceNode(result, item),
    lists(notes.filter(said).map((note) => noteNode(note, item, retry))),
  ];
}

const side = (name, pieces, words) => pieces.length > 0 && h("div",
  h("h5", name),
  pieces.map((part) => [part.label && h("p.lm-label", inline(part.label)), words(part.text)]));

/** Two of the learner's own answers, side by side and folded away. */
function otherNodes({ title, sides }, isText) {
  const words = (text) => make("p.lm-own", { dir: "auto" }, isText ? text : inline(text));
  return [h("details", h("summary", title),
    h("div.lm-sides", sides.map((one) => side(one.title, one.parts, words))))];
}

function modelNodes({ title, text, parts = [], own = [] }, isText) {
  // What the learner wrote is no Markdown; what the learner chose was written by an author.
  const mine = (words) => make("p.lm-own", { dir: "auto" }, isText ? words : inline(words));
  return [
    heading(4, sign("revealed"), h("span", title)),
    h("div.lm-sides",
      side(TEXT.modelSide, parts, (words) => h("div", markdown(words))),
      side(TEXT.ownSide, own, mine)),
    text && h("div", markdown(text)),
  ];
}

// The player ---

/** A response, or a draft of one, as a string to compare: nothing, "", [] and {} are the same. */
const canonical = (response) =>
  JSON.stringify(Object.entries(response ?? {}).filter(([, value]) => value !== "").sort());

/** The tab's own store of responses that nobody has acknowledged; it may be forbidden. */
function shelf(action) {
  try {
    return action(window.sessionStorage);
  } catch {
    return null;
  }
}
const unshelve = (key) => shelf((store) => store.removeItem(key));

class Player {
  constructor(model, el) {
    this.model = model;
    this.seq = 0;
    this.pending = new Map(); // seq → {type, item, carries, at}
    this.unsaved = new Set(); // items of which the kernel has a response that it may not have saved
    this.dirty = false; // there is text that was not sent
    this.answered = 0; // seq of the last event that carried a response
    this.checking = 0; // seq of the check we wait for
    this.isLost = false;
    this.timers = {};
    this.makeFrame();
    el.append(this.root);
    this.onView = () => this.draw();
    this.gone = new AbortController();
    const leave = [() => this.flush(), { signal: this.gone.signal }];
    model.on("change:view", this.onView);
    window.addEventListener("pagehide", ...leave);
    document.addEventListener("visibilitychange", ...leave);
    this.draw();
  }

  destroy() {
    this.flush();
    this.model.off?.("change:view", this.onView);
    this.gone.abort();
    Object.values(this.timers).forEach(clearTimeout);
    this.root.remove();
  }

  // The frame is made once and drawn into.

  makeFrame() {
    const titleId = newId();
    const itemId = newId();
    for (const name of ["situation", "confidence", "why", "hints", "result", "other", "modelAnswer",
      "marks"]) {
      this[name] = make("div", { class: `lm-${name}`, hidden: true });
    }
    this.meta = h("p.lm-meta");
    this.title = make("h2", { id: titleId });
    this.welcome = h("p.lm-welcome");
    this.partList = h("ol");
    this.parts = make("nav.lm-parts", { "aria-label": TEXT.parts }, this.partList);
    this.itemTitle = heading(3);
    this.itemTitle.id = itemId;
    this.lens = h("p.lm-lens");
    this.stem = h("div.lm-stem");
    this.body = h("div");
    this.item = make("section.lm-item", { "aria-labelledby": itemId },
      this.itemTitle, this.lens, this.stem, this.body, this.confidence, this.why);
    this.makeButtons();
    this.status = make("p", { role: "status", class: "lm-say lm-vh" });
    this.alert = make("p", { role: "alert", class: "lm-say lm-alert" });
    // The live regions stand outside the item: within aria-busy they would be silent.
    const sheet = h("div.lm-sheet",
      h("header", this.meta, this.title, this.welcome), this.situation, this.parts,
      this.item, this.actions, this.status, this.alert, this.hints,
      this.result, this.other, this.modelAnswer, this.marks, this.closing, this.after);
    // A click on plain words focuses the root, not the notebook cell that a key could delete.
    this.root = make("section.lm-player", { tabindex: -1, "aria-labelledby": titleId }, sheet);
    on(this.root, "keydown", (event) => event.key !== "Escape" && event.stopPropagation());
  }

  makeButtons() {
    const send = (type, text) => button(`.lm-${type}`, () => this.send(type), text);
    this.buttons = {
      check: button(".lm-main", () => this.check()),
      back: button("", () => this.kind.back(), TEXT.back),
      hint: send("hint"),
      skip: send("skip"),
      reset: button(".lm-reset", () => this.reset()),
      retry: button("", () => this.retry()),
      reveal: send("reveal", TEXT.reveal),
      next: button(".lm-next-part", () => this.goto(this.view.position.index + 1)),
    };
    const { check, back, hint, skip, reset, retry, reveal, next } = this.buttons;
    on(reset, "blur", () => this.disarm());
    this.saved = h("p.lm-saved");
    this.actions = h("div.lm-actions", check, back, hint, skip, reset, this.saved);
    this.after = h("div.lm-actions", retry, reveal, next);
    this.closing = make("div.lm-closing", { hidden: true });
  }

  // Sending

  send(type, extra) {
    if (!["answer", "check", "reset"].includes(type)) this.flush();
    const item = this.view.item.id;
    const event = { type, item, seq: ++this.seq, ...extra };
    const entry = { type, item, carries: "response" in event, at: Date.now() };
    this.pending.set(event.seq, entry);
    this.hush();
    try {
      this.model.send(event);
    } catch {
      this.lose(entry);
    }
    this.timers.tick ??= setTimeout(() => this.tick(), TICK_MS);
    return event.seq;
  }

  answer(response, type = "answer") {
    this.keep(response);
    this.answered = this.send(type, { response });
    return this.answered;
  }

  typed() {
    this.dirty = true;
    this.keep(this.kind.read());
    clearTimeout(this.timers.draft);
    this.timers.draft = setTimeout(() => this.flush(), DRAFT_MS);
  }

  flush() {
    clearTimeout(this.timers.draft);
    if (!this.dirty) return;
    this.dirty = false;
    this.answer(this.kind.read());
  }

  check() {
    if (this.checking || this.kind.submit?.()) return;
    this.dirty = false;
    this.slowSaid = 0;
    const seq = this.answer(this.kind.read(), "check");
    this.checking = this.pending.get(seq)?.told ? 0 : seq;
    this.drawChecking();
  }

  reset() {
    if (!this.armed && canonical(this.kind.read()) !== canonical(null)) {
      this.armed = true;
      setText(this.buttons.reset, TEXT.resetSure);
      this.announce(TEXT.resetSure);
      return;
    }
    this.disarm();
    this.dirty = false;
    unshelve(this.key());
    this.send("reset");
  }

  disarm() {
    this.armed = false;
    setText(this.buttons.reset, TEXT.reset);
  }

  retry(from = 0) {
    this.send("retry", this.view.item.kind === "dialogue" ? { from } : {});
  }

  goto(index) {
    const target = this.view.position.items[index];
    if (target) this.send("goto", { item: target.id });
  }

  // What waits for its ack

  key(item = this.view.item.id) {
    return `lm-player:${JSON.stringify([this.view.exercise?.id ?? "", item])}`;
  }

  keep(response) {
    shelf((store) => store.setItem(this.key(), JSON.stringify(response)));
  }

  /** Forgets what this view has handled; a response leaves the shelf when it is saved and nothing
   * newer waits. */
  acknowledge() {
    const { ack = 0, item: present } = this.view;
    const done = [...this.pending].filter(([seq]) => seq <= ack);
    for (const [seq] of done) this.pending.delete(seq);
    this.seq = Math.max(this.seq, ack); // a player that is drawn anew goes on counting
    if (this.checking && this.checking <= ack) {
      this.checking = 0;
      this.hush();
    }
    if (done.length && this.isLost) {
      this.isLost = false;
      this.announce("", { role: "alert" });
    }
    for (const [, { carries, item }] of done) if (carries) this.unsaved.add(item);
    if (this.view.saved?.state === "failed") return; // the tab may be the only one that has it
    const waiting = new Set([...this.pending.values()].map(({ item }) => item));
    if (this.dirty) waiting.add(present.id);
    for (const item of this.unsaved) {
      if (waiting.has(item)) continue;
      this.unsaved.delete(item);
      unshelve(this.key(item));
    }
    if (this.whyLine && this.whyLine.lmSeq <= ack) unshelve(this.whyLine.lmKey);
  }

  tick() {
    this.timers.tick = null;
    if (!this.pending.size) return;
    for (const [seq, entry] of this.pending) {
      const age = Date.now() - entry.at;
      if (seq === this.checking) this.saySlow(age);
      if (age >= LOST_MS) this.lose(entry);
    }
    this.drawSaved();
    this.timers.tick = setTimeout(() => this.tick(), TICK_MS);
  }

  saySlow(age) {
    const level = (age >= SLOW_MS) + (age >= STILL_MS);
    if (level <= this.slowSaid) return;
    this.slowSaid = level;
    this.announce(level === 1 ? TEXT.checking : TEXT.still, { visible: level === 2 });
  }

  /** Says that nobody answers: once, and again for a check that the learner then asks for. */
  lose(entry) {
    const news = !this.isLost || (entry.type === "check" && !entry.told);
    entry.told = true;
    if (!news) return;
    this.isLost = true;
    this.checking = 0;
    this.announce(TEXT.lost, { role: "alert" });
    this.drawChecking();
    this.drawSaved();
  }

  /** Brings back what a former player was left with. */
  recover() {
    const { item } = this.view;
    const kept = shelf((store) => JSON.parse(store.getItem(this.key())));
    const isNews = kept !== null && canonical(kept) !== canonical(item.response);
    if (isNews) {
      this.kind.write?.(kept);
      this.answer(kept);
    }
    if (this.recoverWhy() || isNews) this.announce(TEXT.restored, { visible: true });
  }

  recoverWhy() {
    const line = this.why.hidden ? null : this.whyLine;
    const kept = line && shelf((store) => store.getItem(line.lmKey));
    if (kept == null || kept === this.view.item.why.value) return false;
    line.value = kept;
    this.sendWhy();
    return true;
  }

  // Speaking

  /** Says it once; emptied first, so that the same words are heard again. */
  announce(text, { role = "status", visible = false, wait = 60 } = {}) {
    const name = role === "alert" ? "alert" : "status";
    clearTimeout(this.timers[name]);
    setText(this[name], "");
    if (name === "status") this.status.classList.toggle("lm-vh", !visible);
    this.timers[name] = setTimeout(() => setText(this[name], text), wait);
  }

  /** Takes a shown message away. */
  hush() {
    if (!this.status.classList.contains("lm-vh")) this.announce("");
  }

  /** Words that nothing else on the page shows are also made visible. */
  speak(before, changed) {
    const { n, text, role } = this.view.say ?? {};
    const isNews = before && text && n !== before.say?.n;
    const { state, text: saved } = this.view.saved ?? {};
    if (before?.saved?.state === "failed" && state === "saved") {
      this.announce("", { role: "alert" }); // it is true no longer
      if (!isNews) this.announce(saved);
    }
    if (isNews) this.announce(text, { role, visible: !changed });
  }

  // Drawing

  draw() {
    const view = this.model.get("view");
    if (!view?.item) return;
    const before = this.view;
    const isOther = before?.item.id !== view.item.id || before.item.kind !== view.item.kind;
    if (isOther && before) this.flush();
    const hadFocus = this.root.contains(focused(this.root));
    this.view = view;
    this.acknowledge();
    this.drawHead();
    this.drawParts();
    this.drawItem(isOther);
    const parts = [this.drawHints(), this.drawResult(),
      keyed(this.other, view.item.other, (it) => otherNodes(it, view.item.kind === "text")),
      keyed(this.modelAnswer, view.item.model, (it) => modelNodes(it, view.item.kind === "text"))];
    this.drawMarks();
    const closing = view.position?.closing || null;
    parts.push(keyed(this.closing, closing, (text) => markdown(text)));
    this.moveFocus(before, hadFocus); // first: a button is hidden only where the focus is not
    this.drawButtons();
    this.drawChecking();
    this.drawSaved();
    this.speak(before, isOther || parts.some(Boolean));
    if (isOther) this.recover();
  }

  drawHead() {
    const { exercise = {}, welcome, position } = this.view;
    setText(this.meta, TEXT.meta(exercise.chapter, exercise.minutes));
    setText(this.title, exercise.title ?? "");
    setText(this.welcome, welcome ?? "");
    const data = exercise.situation && [exercise.situation, (position?.index ?? 0) > 0];
    const build = ([text, folded]) => [h(folded ? "details" : "section",
      h(folded ? "summary" : "h3", TEXT.situation), markdown(text))];
    keyed(this.situation, data || null, build);
  }

  drawParts() {
    const { items = [], index = 0, count = items.length } = this.view.position ?? {};
    this.parts.hidden = items.length < 2;
    keyed(this.partList, items.map(({ id }) => id), () => items.map((_, at) =>
      h("li", button(".lm-part", () => this.goto(at)))));
    items.forEach(({ title, state, badge: word }, at) => {
      const node = this.partList.children[at].firstChild;
      node.setAttribute("aria-current", at === index ? "step" : "false");
      keyed(node, [title, state, word, count], () => [
        h("span.lm-part-number", TEXT.part(at + 1, count), hidden(": ")),
        h("span.lm-part-title", title, " "),
        badge(state, word),
      ]);
    });
  }

  questionId() {
    const question = this.stem.lastElementChild ?? this.itemTitle;
    return (question.id ||= newId());
  }

  drawItem(isOther) {
    const { item, ack = 0 } = this.view;
    setText(this.itemTitle, item.title ?? "");
    setText(this.lens, item.lens ?? "");
    keyed(this.stem, item.stem ?? "", () => markdown(item.stem));
    if (isOther) {
      this.disarm();
      this.kind = KINDS[item.kind](this, item);
      this.body.className = `lm-body lm-kind-${item.kind}`;
      this.body.replaceChildren(...this.kind.nodes);
    }
    if (isOther || (!this.dirty && this.answered <= ack)) this.kind.write?.(item.response);
    this.kind.patch?.(item);
    this.drawConfidence(item.confidence);
    this.drawWhy(item);
  }

  /** A group whose changes are events of their own; a view may be older than they are. */
  group(legend, choices, type, extra, name) {
    const changed = (picks) => {
      picks.seq = this.send(type, { ...extra, [name]: picks.value[0] });
    };
    return new Picks(legend, choices, { look: "pills", changed });
  }

  regroup(picks, value) {
    if ((picks.seq ?? 0) <= (this.view.ack ?? 0)) picks.value = [value];
  }

  drawConfidence(confidence) {
    const asked = confidence?.asked && confidence.choices;
    keyed(this.confidence, asked ? [this.view.item.id, asked] : null, () => {
      this.sure = this.group(TEXT.sure, asked, "confidence", {}, "value");
      return [this.sure.node];
    });
    if (asked) this.regroup(this.sure, confidence.value);
  }

  /** A line of the learner's own; it goes out when the learner leaves the field. */
  drawWhy({ id, why, confidence }) {
    keyed(this.why, why?.asked && confidence?.asked ? id : null, () => {
      const one = newId();
      const line = make("input", { id: one, type: "text", dir: "auto", maxlength: 2000 });
      line.lmKey = `${this.key(id)}:why`;
      on(line, "input", () => {
        line.lmSeq = Infinity; // no view knows of this yet
        shelf((store) => store.setItem(line.lmKey, line.value));
      });
      on(line, "change", () => this.sendWhy());
      on(line, "blur", () => line.lmSeq === Infinity && this.sendWhy());
      this.whyLine = line;
      return [h("div.lm-field", make("label", { for: one }, TEXT.why), line)];
    });
    const line = this.whyLine;
    if (!this.why.hidden && (line.lmSeq ?? 0) <= (this.view.ack ?? 0) && focused(line) !== line) {
      line.value = why.value;
    }
  }

  sendWhy() {
    this.whyLine.lmSeq = this.send("why", { value: this.whyLine.value });
  }

  drawHints() {
    const { shown = [], total = 0 } = this.view.item.hints ?? {};
    return keyed(this.hints, shown.length ? [shown, total] : null, () => shown.map((text, index) =>
      h("div.lm-one-hint",
        h("p.lm-label", TEXT.hint(index + 1, total)), markdown(text))));
  }

  drawResult() {
    const { item } = this.view;
    const { stale = false, ...result } = item.result ?? {};
    const path = item.kind === "dialogue" ? item.response : null;
    const data = item.result ? [item.id, result, path, item.can?.retry] : null;
    const changed = keyed(this.result, data, () =>
      resultNodes(result, item, (step) => this.retry(step)));
    if (!item.result) return changed;
    this.result.className = `lm-result lm-is-${result.status}`;
    this.result.classList.toggle("lm-old", stale);
    this.result.querySelector(".lm-stale").hidden = !stale;
    return changed;
  }

  drawMarks() {
    const { id, marks } = this.view.item;
    const criteria = marks?.criteria ?? [];
    const letters = lettersOf(criteria);
    const shape = criteria.map((one) => [one.id, one.title]);
    keyed(this.marks, marks ? [id, shape] : null, () => {
      this.markPicks = new Map(criteria.map((one) => [one.id, this.makeMark(one, letters)]));
      const rows = [...this.markPicks.values()].map(({ node }) => node);
      return [heading(4, TEXT.marks), h("p", TEXT.marksWhy), rows];
    });
    for (const { id: about, mark, differs } of criteria) {
      const { picks, note } = this.markPicks.get(about);
      this.regroup(picks, mark);
      setText(note, differs ?? "");
    }
  }

  makeMark({ id, title }, letters) {
    const choices = Object.entries(TEXT.mark).map(([mark, text]) => ({ id: mark, text }));
    const legend = [h("span.lm-letter", letters.get(id)), inline(title)];
    const picks = this.group(legend, choices, "mark", { criterion: id }, "mark");
    const note = h("p.lm-differs");
    return { picks, note, node: h("div", picks.node, note) };
  }

  drawButtons() {
    const { item, position } = this.view;
    const { can = {}, labels = {}, hints = {} } = item;
    const { buttons } = this;
    const total = hints.total ?? 0;
    const hint = Math.min((hints.shown?.length ?? 0) + 1, total);
    const at = (position?.index ?? 0) + 1;
    const next = !["unanswered", "drafted"].includes(item.state) && position?.items?.[at];
    const draw = (name, visible, text) => {
      show(buttons[name], visible);
      if (text) setText(buttons[name], text);
    };
    draw("check", can.check || this.kind.canSay?.()); // its words: drawChecking
    draw("back", this.kind.canBack?.(item));
    draw("hint", can.hint, TEXT.hint(hint, total));
    draw("skip", can.skip && !next, labels.skip || TEXT.skip);
    draw("reset", can.reset);
    draw("retry", can.retry, labels.retry || TEXT.retry);
    draw("reveal", can.reveal);
    draw("next", Boolean(next), next && TEXT.next(at + 1, next.title));
    this.after.hidden = [...this.after.children].every((node) => node.hidden);
  }

  drawChecking() {
    const { check } = this.buttons;
    const busy = Boolean(this.checking);
    if (busy && !check.style.minWidth) check.style.minWidth = `${check.offsetWidth}px`;
    if (!busy) check.style.minWidth = "";
    const words = this.kind.canSay?.() ? TEXT.say : this.view.item.labels?.check || TEXT.check;
    setText(check, busy ? TEXT.checking : words);
    this.item.setAttribute("aria-busy", String(busy));
  }

  drawSaved() {
    const oldest = Math.min(...[...this.pending.values()].map(({ at }) => at));
    const slow = Date.now() - oldest > SLOW_MS;
    const { state, text = "" } = this.view.saved ?? {};
    setText(this.saved, this.isLost ? TEXT.kept : slow ? TEXT.saving : text);
    this.saved.classList.toggle("lm-failed", this.isLost || state === "failed");
  }

  // Focus moves if the view asks for it, or if what had it is gone.

  moveFocus(before, hadFocus) {
    const { n, to } = this.view.focus ?? {};
    if (before && to && n !== before.focus?.n) this.focusOn(to);
    else if (hadFocus && !this.root.contains(focused(this.root))) {
      this.itemTitle.focus({ preventScroll: true });
    }
  }

  focusOn(to) {
    if (to.startsWith("field")) this.kind.focus(to.slice("field:".length));
    else if (to === "line") this.kind.focusLine?.();
    else if (to === "model") this.modelAnswer.querySelector("h4")?.focus();
    else if (to === "item") this.itemTitle.focus();
  }
}

export default {
  render({ model, el }) {
    const player = new Player(model, el);
    return () => player.destroy();
  },
};
