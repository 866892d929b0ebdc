// The work list by keys, and what a reader is told while its rows are asked for again. Without it everything is a link or a button.

const queue = document.getElementById("queue");
const rows = document.getElementById("rows");
const keysOn = queue.dataset.shortcuts === "on";
const TYPES_IN = "input, textarea, select, [contenteditable]";
const ACTS_ITSELF = "a, button, summary, " + TYPES_IN;

const all = () => [...rows.querySelectorAll("tr[data-case]")];
const selected = () => rows.querySelector("tr[aria-selected=true]");

// The words of a row for whoever hears it: the case, and how its deadline stands.
function said(row) {
  const words = [row.querySelector("a.open"), row.querySelector(".due .tag")];
  return words.map((part) => (part ? part.textContent.replace(/\s+/g, " ").trim() : "")).join(" ");
}

function announce(row) {
  document.getElementById("announce").textContent = queue.dataset.selected + said(row);
}

function select(row, { focus = true } = {}) {
  if (!row) return;
  for (const other of all()) other.removeAttribute("aria-selected");
  row.setAttribute("aria-selected", "true");
  if (focus) row.querySelector("a.open").focus();
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const list = all();
  const at = list.indexOf(selected());
  select(list[Math.min(Math.max(at < 0 ? 0 : at + step, 0), list.length - 1)]);
}

function press(selector) {
  const found = selected()?.querySelector(selector);
  if (found) found.click();
}

function enterRoom() {
  const open = selected()?.querySelector("a.open");
  if (open) location.assign(open.getAttribute("href") + "/room");
}

function showKeys() {
  const keys = document.getElementById("keys");
  keys.open = true;
  keys.querySelector("summary").focus();
}

function back() {
  for (const menu of document.querySelectorAll("details[open]")) menu.open = false;
  const row = selected() ?? all()[0];
  if (row) select(row);
  else document.getElementById("main").focus();
}

const KEYS = {
  j: () => move(1),
  ArrowDown: () => move(1),
  k: () => move(-1),
  ArrowUp: () => move(-1),
  c: () => press("form.claim button"),
  a: () => press("a.assign"),
  r: enterRoom,
  n: () => document.getElementById("new")?.click(),
  "/": () => document.getElementById("search")?.focus(),
  "?": showKeys,
};

// What a key means here; nothing for keys that belong to somebody else: an input method, the browser, a field, a control.
function meaning(event) {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return undefined;
  if (event.altKey) {
    if (event.target.closest(TYPES_IN)) return undefined;
    return { KeyJ: KEYS.j, KeyK: KEYS.k }[event.code];
  }
  if (event.key === "Escape") return back;
  if (event.target.closest(TYPES_IN)) return undefined;
  if (event.shiftKey && event.key !== "?") return undefined;
  if (event.key === "Enter" && !event.target.closest(ACTS_ITSELF)) return () => press("a.open");
  return KEYS[event.key];
}

if (keysOn) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    const act = meaning(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
  // Whoever goes by Tab or by a click has selected that row.
  rows.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr[data-case]");
    if (row && row !== selected()) select(row, { focus: false });
  });
}

// After an act the page comes back with the next row selected.
if (selected()) {
  selected().scrollIntoView({ block: "nearest" });
  requestAnimationFrame(() => announce(selected()));
}

// The rows are asked for again every minute.

const slow = document.getElementById("slow");
const stale = document.getElementById("stale");
let waiting = 0;
let kept = "";

const isOurs = (event) => event.detail.target === rows;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!isOurs(event)) return;
  rows.setAttribute("aria-busy", "true");
  waiting = setTimeout(() => {
    slow.textContent = queue.dataset.updating;
    slow.hidden = false;
  }, 500);
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!isOurs(event)) return;
  clearTimeout(waiting);
  slow.hidden = true;
  rows.removeAttribute("aria-busy");
  stale.hidden = Boolean(event.detail.successful);
});

// The row that was selected stays so; htmx itself gives the focus back to what had it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (isOurs(event)) kept = selected()?.dataset.case ?? "";
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (!isOurs(event)) return;
  const row = all().find((one) => one.dataset.case === kept);
  if (row) select(row, { focus: false });
});

// What says the same as before is not said again.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (target.textContent.trim() === fragment.textContent.trim()) event.detail.shouldSwap = false;
});
