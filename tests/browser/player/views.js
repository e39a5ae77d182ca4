// Views as the session makes them: one walk per kind, told in its states.

const situation =
  "The project must ship on the **14th**. Susan wants a promotion, George has just joined, and\n" +
  "a competitor launches in May.\n\n" +
  "- Susan wrote the *importer* and knows it by heart.\n" +
  "- George has asked twice what his part is for.\n\n" +
  "> \"We ship on the 14th, or we explain why.\"";

const parts = [
  { id: "first-move", title: "Your first move", state: "unanswered", badge: "" },
  { id: "who-hears", title: "Who needs to hear which sentence?", state: "unanswered", badge: "" },
  { id: "message", title: "The three-sentence message", state: "unanswered", badge: "" },
  { id: "redirect", title: "Redirect a technical decision", state: "unanswered", badge: "" },
];

const sure = {
  asked: true,
  value: null,
  choices: [
    { id: "guessing", text: "guessing" },
    { id: "fairly", text: "fairly sure" },
    { id: "certain", text: "certain" },
  ],
};

const section = { label: "Chapter 4, The trap of authority", href: "https://example.org/chapter-4" };
const plainSection = { label: "Chapter 3, What needs alignment?", href: null };

/** A view of one item, with everything else at rest. */
function view(item, { index = 0, welcome = "", ...rest } = {}) {
  const items = parts.map((part) =>
    part.id === item.id ? { ...part, state: item.state, badge: item.badge ?? "" } : part,
  );
  const { badge, ...shown } = item;
  return {
    schema: 1,
    ack: 0,
    exercise: { id: "susan-and-george", title: "Susan, George or the whole team?", chapter: 3, minutes: 14, situation },
    position: { index, count: items.length, items },
    welcome,
    item: {
      lens: "In Chapter 3's view",
      state: "unanswered",
      response: null,
      attempts: 0,
      hints: { shown: [], total: 3 },
      confidence: { asked: false },
      why: { asked: true, value: "" },
      other: null,
      result: null,
      model: null,
      marks: null,
      can: { check: true, hint: true, reveal: false, retry: false, skip: true, reset: true },
      labels: { check: "Check my answer", retry: "Try again" },
      ...shown,
    },
    say: { n: 0, text: "", role: "status" },
    focus: { n: 0, to: "" },
    saved: { state: "none", text: "" },
    ...rest,
  };
}

const saved = { state: "saved", text: "Saved on this computer." };

// Choice

const choice = {
  id: "first-move",
  kind: "choice",
  title: "Your first move",
  stem:
    "The director asks you to cut the release checklist from 40 steps to 15. Two people like the list as it is.\n\n" +
    "Which is your **first** move?",
  confidence: sure,
  fields: {
    many: false,
    options: [
      { id: "draft", text: "Draft the 15 steps tonight and publish them tomorrow." },
      { id: "ask", text: "Ask the two who use the list most to propose the cut, and say why the date matters." },
      { id: "vote", text: "Put it to a vote in the next stand-up." },
      { id: "refuse", text: "Tell the director the team is not ready." },
    ],
  },
};

const choiceResult = {
  status: "partly",
  badge: "Partly",
  title: "the people closest to it decide",
  text:
    "You ask the right two. You do not say yet who has the last word, so they may wait for you. " +
    "In Chapter 4's view the gap is where authority creeps back in.",
  next: "Next: name who decides and by when.",
  link: section,
  stale: false,
  notes: [
    { about: "ask", label: "Ask the two who use the list most", status: "partly", badge: "Partly",
      text: "It would be the whole answer if the two already knew that the choice is theirs.", next: "", link: null },
  ],
  criteria: [],
  checked: ["ask"],
  evidence: [],
};

const choiceChecked = view(
  {
    ...choice,
    state: "partly",
    badge: "Partly",
    response: ["ask"],
    attempts: 1,
    confidence: { ...sure, value: "fairly" },
    result: choiceResult,
    can: { check: true, hint: true, reveal: true, retry: true, skip: false, reset: true },
  },
  { saved, say: { n: 1, text: "Partly: the people closest to it decide. You ask the right two.", role: "status" } },
);

const choiceRevealed = view(
  {
    ...choiceChecked.item,
    state: "revealed",
    badge: "Model answer seen",
    hints: { shown: ["Look at who uses the list every second Thursday.", "Who would have to live with the cut?"], total: 3 },
    model: {
      title: "Model answer",
      text: "Rules: *hand it over*, and *say when you want to hear back*.",
      parts: [{ label: "", text: "\"Mira, Tom: you two decide the 15 steps by Friday. I'll tell the director it is your call.\"" }],
      own: [{ label: "Your first answer", text: "Ask the two who use the list most to propose the cut, and say why the date matters." }],
    },
    can: { check: true, hint: false, reveal: false, retry: true, skip: false, reset: true },
  },
  { saved, say: { n: 2, text: "Model answer shown below", role: "status" }, focus: { n: 1, to: "model" } },
);

// Sort

const sort = {
  id: "who-hears",
  kind: "sort",
  title: "Who needs to hear which sentence?",
  stem: "Put every sentence where it does its work.",
  fields: {
    bins: [
      { id: "susan", text: "Susan, in her 1:1" },
      { id: "george", text: "George, in his 1:1" },
      { id: "team", text: "team meeting" },
      { id: "lens", text: "depends on the lens" },
    ],
    cards: [
      { id: "promotion", text: "\"A win here is the case for your promotion.\"" },
      { id: "build", text: "\"Your team-mates build on your part every day.\"" },
      { id: "competitor", text: "\"A competitor launches in May; this is our opening.\"" },
      { id: "measured", text: "\"Here is how we will be measured this quarter.\"" },
    ],
  },
};

const sortChecked = view(
  {
    ...sort,
    state: "partly",
    badge: "Partly",
    attempts: 1,
    response: { promotion: "susan", build: "george", competitor: "team", measured: "george" },
    result: {
      status: "partly",
      badge: "Partly",
      title: "3 of 4 match Chapter 3",
      text: "One card is worth another look.",
      next: "Ask what all hearers share.",
      link: plainSection,
      stale: false,
      checked: {},
      evidence: [],
      criteria: [],
      notes: [
        { about: "measured", label: "4 \"Here is how we will be measured this quarter.\"", status: "not_yet", badge: "Look again", text: "Who else is measured by it?", next: "", link: null },
        { about: "promotion", label: "1 \"A win here is the case for your promotion.\"", status: "met", badge: "Met", text: "", next: "", link: null },
        { about: "build", label: "2 \"Your team-mates build on your part every day.\"", status: "met", badge: "Met", text: "", next: "", link: null },
        { about: "competitor", label: "3 \"A competitor launches in May; this is our opening.\"", status: "met", badge: "Met", text: "", next: "", link: null },
      ],
    },
    can: { check: true, hint: true, reveal: true, retry: true, skip: false, reset: true },
  },
  { index: 1, saved },
);

// Dialogue

const dialogue = {
  id: "redirect",
  kind: "dialogue",
  title: "Redirect a technical decision",
  lens: "In Chapter 4's view",
  stem: "Talk with Tom and Ana until the decision has an owner.",
  response: ["who-used"],
  state: "drafted",
  fields: {
    transcript: [
      { speaker: "Tom", line: "\"Just pick the queue library, you know these things.\"", reply: "\"Who has used either of them in the last year?\"", consequence: "Tom looks at Ana. Ana looks at the table." },
    ],
    now: {
      id: "ana",
      speaker: "Ana",
      line: "\"I ran one for six months. But it's your call, isn't it?\"",
      replies: [
        { id: "noon", text: "\"Yes. Tell me the pros and cons and I'll decide by noon.\"" },
        { id: "yours", text: "\"No, it's yours and Tom's. What would you need to decide today?\"" },
        { id: "later", text: "\"Let's all think about it and talk next week.\"" },
      ],
    },
    ending: null,
    number: 2,
    of: 3,
  },
  labels: { check: "Say this", retry: "Start over" },
};

const dialogueEnd = view(
  {
    ...dialogue,
    state: "partly",
    badge: "Partly",
    attempts: 1,
    response: ["who-used", "noon"],
    fields: {
      transcript: [
        ...dialogue.fields.transcript,
        { speaker: "Ana", line: dialogue.fields.now.line, reply: dialogue.fields.now.replies[0].text, consequence: "Ana writes two lists. Tom goes back to his desk." },
      ],
      now: null,
      ending: { title: "Two weeks later", text: "The library works. The next three decisions came to you as well." },
      number: 2,
      of: 3,
    },
    result: {
      status: "partly",
      badge: "Partly",
      title: "hands the decision over",
      text: "You found who knows, and then decided for them.",
      next: "Look for the step where the decision came back to you.",
      link: section,
      stale: false,
      notes: [
        { about: "who-used", label: "Step 1: asked who has recent experience", status: "met", badge: "Met", text: "The question moves eyes to Ana.", next: "", link: null },
        { about: "noon", label: "Step 2: kept the choice", status: "not_yet", badge: "Not yet", text: "It is quick today. Tomorrow's question comes to you too.", next: "Leave the choice with those two.", link: plainSection },
      ],
      criteria: [],
      checked: ["who-used", "noon"],
      evidence: [],
    },
    can: { check: false, hint: false, reveal: true, retry: true, skip: false, reset: true },
  },
  { index: 3, saved, say: { n: 3, text: "Two weeks later. Partly: hands the decision over.", role: "status" }, focus: { n: 3, to: "line" } },
);

// Text

const criteria = [
  { id: "why", title: "says why it matters outside the team" },
  { id: "shared", title: "speaks to what all of them share, not to one person" },
  { id: "know", title: "says how we will know it worked" },
];

const text = {
  id: "message",
  kind: "text",
  title: "The three-sentence message",
  stem: "Monday, 9:30, whole team. Say why the 14th matters.",
  fields: { parts: [{ id: "", label: "Your message", hint: "Three sentences are enough." }], criteria },
  labels: { check: "Check my text", retry: "Revise" },
};

const written =
  "🚀 Our two largest customers renew in June and asked for export. We are the only team that can give it to them. Let's get it done!";

/** Where words stand in a text, counted in code points as Python counts. */
function span(words, criterion, title, all = written, part = null) {
  const start = Array.from(all.slice(0, all.indexOf(words))).length;
  return { criterion, title, part, start, end: start + Array.from(words).length };
}

const textChecked = view(
  {
    ...text,
    state: "unscored",
    badge: "Looked at",
    attempts: 1,
    response: written,
    result: {
      status: "unscored",
      badge: "Looked at",
      title: "what I found in your text",
      text: "Two of three stand in your own words.",
      next: "",
      link: null,
      stale: false,
      notes: [],
      checked: written,
      criteria: [
        { id: "why", title: criteria[0].title, finding: "found", badge: "Found", quotes: ["two largest customers renew in June"], text: "", next: "", link: null },
        { id: "shared", title: criteria[1].title, finding: "partly", badge: "Partly found", quotes: ["We are the only team that can"], text: "It names the team; it could name what they share.", next: "", link: null },
        { id: "know", title: criteria[2].title, finding: "not_found", badge: "Could not find", quotes: [], text: "How will the team see that it worked?", next: "Add one sign that all can see.", link: plainSection },
      ],
      evidence: [
        span("two largest customers renew in June", "why", criteria[0].title),
        span("We are the only team that can", "shared", criteria[1].title),
        span("the only team that can give it to them", "why", criteria[0].title),
      ],
    },
    can: { check: true, hint: true, reveal: true, retry: true, skip: false, reset: true },
  },
  { index: 2, saved },
);

const textRevealed = view(
  {
    ...textChecked.item,
    state: "revealed",
    badge: "Model answer seen",
    model: {
      title: "Model answer",
      text: "It starts outside the team, then names what all share.",
      parts: [{ label: "Message", text: "Two customers decide in June whether they stay, and they asked for one thing: export. It is the first thing we ship that all four of us built. On the 14th we watch them use it." }],
      own: [{ label: "Message", text: written }],
    },
    marks: {
      criteria: [
        { ...criteria[0], mark: "met", differs: "" },
        { ...criteria[1], mark: null, differs: "" },
        { ...criteria[2], mark: "met", differs: "The tool read this differently: it could not find it." },
      ],
    },
    can: { check: true, hint: false, reveal: false, retry: true, skip: false, reset: true },
  },
  { index: 2, saved },
);

const partsText = view(
  {
    ...text,
    fields: {
      parts: [
        { id: "susan", label: "To Susan", hint: "In her 1:1." },
        { id: "george", label: "To George", hint: "" },
        { id: "team", label: "To the whole team", hint: "" },
      ],
      criteria,
    },
  },
  { index: 2 },
);

// Order, match, rate, reflect

const named = (pairs) => Object.entries(pairs).map(([id, text]) => ({ id, text }));
const told = (about, status, badge, text, label = about) =>
  ({ about, label, status, badge, text, next: "", link: null });
const after = (item, response, notes, rest = {}) => view(
  {
    ...item, response, state: "partly", badge: "Partly", attempts: 2,
    result: { ...choiceResult, title: item.title, notes, criteria: [], ...rest },
    can: { check: true, hint: true, reveal: true, retry: true, skip: false, reset: true },
  },
  { index: 1, saved },
);

const order = {
  id: "who-hears",
  kind: "order",
  title: "One format for five teams",
  stem: "In Chapter 2's view, what does Yusuf do first? Put the cards in a workable order.",
  fields: {
    aside: true,
    cards: named({
      incidents: "Collect three incidents in which the five formats cost time.",
      draft: "Write a rough draft of the guideline, two pages at the most.",
      boss: "Get the chief technology officer to order one format for everybody.",
      round: "Carry the draft round and ask each team what it could not live with.",
    }),
  },
};

const match = {
  id: "who-hears",
  kind: "match",
  title: "Who completes whom?",
  stem: "In Chapter 5's view, who is the partner, and what is worth practising?",
  fields: {
    columns: [
      { id: "partner", title: "The partner", once: true,
        choices: named({ doer: "A manager who enjoys carrying things out", spark: "Somebody who inspires" }) },
      { id: "skill", title: "The skill to practise", once: false,
        choices: named({ plan: "Following one plan to its end", story: "One story per update" }) },
    ],
    rows: named({
      dreamer: "I can see where we will be in three years, and lose track of Thursday.",
      planner: "My plans hold. People fall asleep when I present them.",
    }),
  },
};

const rate = {
  id: "who-hears",
  kind: "rate",
  title: "They still ask you",
  stem: "Your engineers wait for your opinion. How effective is each response?",
  confidence: sure,
  fields: {
    points: named({ 1: "1, does harm", 2: "2, rather ineffective", 3: "3, neither", 4: "4, rather effective", 5: "5, very effective" }),
    actions: named({
      ask: "Ask who is on call for it, and let that person propose.",
      hint: "Say which way you lean, and that it is their decision.",
      skip: "Stop going to design meetings.",
    }),
  },
};

const reflect = {
  id: "who-hears",
  kind: "reflect",
  title: "Your next week",
  stem: "Write for yourself. It stays on this computer.",
  fields: {
    files: [],
    groups: [
      { id: "skill", title: "Feedback", prompts: [
        { id: "level", label: "Where am I?", hint: "Be exact.", answer: "scale", by: "self", required: false,
          choices: named({ 1: "1, never", 2: "2, now and then", 3: "3, most weeks" }) },
        { id: "seen", label: "When did somebody see it?", hint: "", answer: "line", by: "self", required: false, choices: [] },
        { id: "noticed", label: "What did you notice?", hint: "", answer: "text", by: "partner", required: false, choices: [] },
      ] },
      { id: "plan", title: "Your plan", prompts: [
        { id: "moment", label: "If", hint: "A moment in your calendar.", answer: "pick", by: "self", required: true,
          choices: named({ "my next 1:1": "my next 1:1", "stand-up": "stand-up" }) },
        { id: "action", label: "then I will", hint: "", answer: "text", by: "self", required: true, choices: [] },
        { id: "day", label: "Check on", hint: "", answer: "date", by: "self", required: false, choices: [] },
      ] },
    ],
  },
};

const plan = { level: "2", seen: "On Monday.", moment: "stand-up", action: "ask Li first", day: "2026-12-01" };
const files = [
  { id: "markdown", label: "Save as text", name: "look.md", type: "text/markdown", text: "# Your next week\n" },
  { id: "calendar", label: "Put it in my calendar", name: "look.ics", type: "text/calendar", text: "BEGIN:VCALENDAR\r\n" },
];

const newKinds = {
  order: view(order, { index: 1 }),
  orderChecked: after(order, { order: ["draft", "incidents", "round"], aside: ["boss"] }, [
    told("draft", "not_yet", "Not yet", "You put it in place 1. A draft without the incidents speaks of taste."),
    told("incidents", "met", "Met", ""), told("round", "met", "Met", ""), told("boss", "met", "Met", ""),
  ]),
  match: view(match, { index: 1 }),
  matchChecked: after(match, { dreamer: { partner: "doer", skill: "plan" }, planner: { partner: "doer", skill: "story" } }, [
    told("planner/partner", "not_yet", "Not yet", "You chose a second planner."),
    told("dreamer/partner", "met", "Met", ""),
  ]),
  rate: view(rate, { index: 1 }),
  rateChecked: after(rate, { ask: 5, hint: 4, skip: 1 }, [
    told("hint", "not_yet", "Not yet", "You: 4. Draft key: 2. The other side.", "Say which way you lean."),
    told("ask", "met", "Met", "You: 5. Draft key: 5. The same."), told("skip", "unscored", "Contested", "People disagree here."),
  ]),
  reflect: view(reflect, { index: 1 }),
  reflectChecked: after({ ...reflect, fields: { ...reflect.fields, files } }, plan, [
    told("evidence", "unscored", "A question", "Who would confirm it? Ask one of them."),
  ], { status: "unscored", badge: "Noted" }),
};

// Hostile

const evil = "<img src=x onerror=window.hacked=1>";
const evilParts = { label: evil, href: "javascript:window.hacked=1" };

const hostile = view(
  {
    ...sort,
    title: evil,
    stem: `${evil}\n\n- **${evil}**`,
    lens: evil,
    response: JSON.parse('{"__proto__": "constructor"}'),
    fields: {
      bins: [{ id: "constructor", text: evil }, { id: "__proto__", text: "proto" }],
      cards: [{ id: "__proto__", text: evil }, { id: "toString", text: `\`${evil}\`` }],
    },
    hints: { shown: [evil], total: 2 },
    result: {
      ...choiceResult, title: evil, text: evil, next: evil, link: evilParts,
      notes: [{ about: "__proto__", label: evil, status: "__proto__", badge: evil, text: evil, next: evil, link: evilParts }],
    },
    model: { title: evil, text: evil, parts: [{ label: evil, text: evil }], own: [{ label: evil, text: evil }] },
  },
  { index: 1, welcome: evil },
);
hostile.exercise = { id: "__proto__", title: evil, chapter: evil, minutes: evil, situation: evil };

export const views = {
  choice: view({ ...choice }, { welcome: "" }),
  choiceChecked,
  choiceRevealed,
  choiceStale: view({ ...choiceChecked.item, response: ["vote"], result: { ...choiceResult, stale: true } }, { saved }),
  many: view({ ...choice, fields: { ...choice.fields, many: true } }),
  sort: view(sort, { index: 1, welcome: "Welcome back. You answered this on 12 May." }),
  sortChecked,
  dialogue: view(dialogue, { index: 3 }),
  dialogueEnd,
  text: view(text, { index: 2 }),
  textChecked,
  textRevealed,
  partsText,
  hostile,
  ...newKinds,
};
