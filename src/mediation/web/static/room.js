// The live room. Without this the page works: forms post, and a link loads it again.
// A poke says that something changed; what changed is read again under the reader's own permission, after the last thing read.
const room = document.getElementById("room");
const $ = (id) => document.getElementById(id);
const { feed, events, touch, token } = room.dataset;
const words = $("words").dataset;
const log = $("log"), said = $("said"), unsent = $("unsent"), composer = $("composer"), jump = $("jump"), why = $("why");
const POLL = 20_000, TOUCH = 50_000, PATIENCE = 5_000;
const kept = `room:${location.pathname}`;
const WAITING = { "x-waiting": "1" };

let source = null, retry = 0, retryTimer = 0, lostTimer = 0, hiddenTimer = 0, pulling = null, again = false;
let streaming = false, reachable = true, leaving = false, fresh = 0;

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 60;
const toEnd = () => { log.scrollTop = log.scrollHeight; fresh = 0; jump.hidden = true; };
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");

// ---- reading again

function pull() {
  if (pulling) { again = true; return pulling; }
  pulling = read().finally(() => {
    pulling = null;
    if (again) { again = false; pull(); }
  });
  return pulling;
}

async function read() {
  const asked = new URLSearchParams({ after: room.dataset.after, mark: room.dataset.mark });
  let answer;
  try {
    answer = await fetch(`${feed}?${asked}`, { headers: WAITING, redirect: "manual", cache: "no-store" });
  } catch { return reached(false); }
  if (leaving) return;
  if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return location.reload();
  if (!answer.ok) return reached(false);
  reached(true);
  if (answer.status === 204) return;
  const text = await answer.text();
  if (!leaving) show(new DOMParser().parseFromString(text, "text/html").body.firstElementChild);
}

function show(came) {
  if (came.dataset.state !== room.dataset.state) return location.reload();
  const stay = !atEnd();
  for (const part of came.querySelectorAll("[data-part]")) {
    if (part.dataset.part === "said") add(part, stay);
    else {
      const place = room.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!place || place.innerHTML === part.innerHTML) continue;
      place.replaceChildren(...part.childNodes);
      if (["ladder", "draft"].includes(part.dataset.part)) tellOf("offers");
    }
  }
  if (came.dataset.latest !== room.dataset.latest) $("news").textContent = $("news").dataset.words;
  Object.assign(room.dataset, { after: came.dataset.after, mark: came.dataset.mark, latest: came.dataset.latest });
  if (came.dataset.more) again = true;
}

// On a telephone one part is seen at a time: the tab of another says that there is something new.
function tellOf(view) {
  const mark = $(`new-${view}`);
  if (mark) mark.hidden = false;
}

function add(part, stay) {
  let n = 0;
  for (const line of [...part.children]) {
    if ($(line.id)) continue; // the feed goes back a little, so that nothing that was slow is missed
    said.append(line);
    n += 1;
  }
  if (!n) return;
  tellOf("record");
  $("empty")?.remove();
  if (!stay) return toEnd();
  fresh += n;
  jump.textContent = jump.dataset.words.replace("%s", fresh);
  jump.hidden = false;
}

// ---- being told

function listen() {
  if (source || document.hidden || !events) return;
  source = new EventSource(events);
  source.onmessage = () => { streaming = true; retry = 0; stand(); pull(); };
  source.onerror = () => {
    stop();
    stand();
    pull();
    retry = Math.min(retry ? retry * 2 : 1_000, POLL);
    retryTimer = setTimeout(listen, retry + Math.random() * 500);
  };
}

function stop() {
  clearTimeout(retryTimer);
  source?.close();
  source = null;
  streaming = false;
}

function reached(yes) { reachable = yes && navigator.onLine; stand(); }

// What is said of the connection: at once when it is there, after five seconds when it is not.
function stand() {
  if (streaming && reachable) {
    clearTimeout(lostTimer);
    lostTimer = 0;
    $("lost").hidden = true;
    tell(true);
  } else if (!$("lost").hidden) describe();
  else if (!lostTimer) lostTimer = setTimeout(() => { lostTimer = 0; if (!document.hidden) describe(); }, PATIENCE);
}

function describe() {
  const banner = $("lost");
  banner.lastElementChild.textContent = reachable ? banner.dataset.slow : banner.dataset.off;
  banner.hidden = false;
  tell(reachable);
}

function tell(able) {
  const link = $("link");
  if (link) link.textContent = streaming && reachable ? link.dataset.on : link.dataset.off;
  if (!composer) return;
  $("send").setAttribute("aria-disabled", String(!able));
  if (!able) why.textContent = words.offline;
  else if (why.textContent === words.offline) why.textContent = "";
}

// ---- saying something

const box = composer?.elements.body;
let waiting = [];

function remember() {
  try { sessionStorage.setItem(kept, JSON.stringify({ text: box.value, waiting })); } catch { /* no room, no memory */ }
}

function line(one) {
  const made = document.createElement("li");
  made.id = `u-${one.key}`;
  const head = document.createElement("p"), body = document.createElement("p");
  head.className = "head state";
  body.className = "body";
  body.textContent = one.body;
  made.append(head, body);
  unsent.append(made);
  return made;
}

async function send(one) {
  const made = $(`u-${one.key}`) ?? line(one);
  const head = made.firstElementChild;
  made.className = "";
  head.textContent = words.sending;
  const data = new URLSearchParams({ form_token: token, once: one.key, body: one.body, audience: one.audience });
  let answer = null, reason = "";
  try {
    answer = await fetch(composer.action, { method: "POST", body: data, redirect: "manual", headers: { "x-requested-with": "fetch" } });
    if (answer.status === 422) reason = (await answer.text()).trim();
  } catch { reached(false); }
  if (answer?.type === "opaqueredirect") return location.reload();
  if (answer?.status === 204) {
    waiting = waiting.filter((other) => other !== one);
    remember();
    await pull();
    made.remove();
    return toEnd();
  }
  made.className = "failed";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = words.again;
  button.onclick = () => send(one);
  head.replaceChildren(`${words.failed} ${reason} `, button);
  toEnd();
}

if (composer) {
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    if ($("send").getAttribute("aria-disabled") === "true") { why.textContent = words.offline; return; }
    const body = box.value.trim();
    if (!body) { if (!waiting.length) why.textContent = words.empty; return; }
    why.textContent = "";
    const one = { key: newKey(), body, audience: composer.elements.audience?.value ?? "EVERYONE" };
    waiting.push(one);
    box.value = "";
    remember();
    send(one);
    toEnd();
  });
  box.addEventListener("keydown", (event) => {
    // An Enter that chooses a word of an input method is not one that sends: 229 is how older browsers say so.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    composer.requestSubmit();
  });
  box.addEventListener("input", remember);
  try {
    const before = JSON.parse(sessionStorage.getItem(kept) ?? "{}");
    box.value ||= before.text ?? "";
    waiting = before.waiting ?? [];
  } catch { /* nothing kept */ }
  waiting.forEach(send); // the same key is the same message, so what had arrived is not said twice
}

// ---- being here

function alive(present) {
  if (!touch) return;
  const data = new URLSearchParams({ form_token: token, present: present ? "1" : "0" });
  fetch(touch, { method: "POST", body: data, headers: WAITING, redirect: "manual", keepalive: true }).catch(() => {});
}

// A form that was sent leads on by itself: loading again what it has changed would come in its way.
document.addEventListener("submit", (event) => { if (event.target !== composer) { leaving = true; stop(); } });
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiddenTimer);
  if (document.hidden) hiddenTimer = setTimeout(() => { stop(); alive(false); }, PATIENCE);
  else { listen(); pull(); alive(true); }
});
addEventListener("online", () => { stop(); listen(); pull(); });
addEventListener("offline", () => reached(false));
addEventListener("pagehide", () => { clearTimeout(hiddenTimer); stop(); });
addEventListener("pageshow", (event) => { if (event.persisted) { leaving = false; listen(); pull(); } });
jump.addEventListener("click", () => { toEnd(); log.focus(); });
log.addEventListener("scroll", () => { if (atEnd()) { fresh = 0; jump.hidden = true; } });
setInterval(() => { if (!document.hidden) pull(); }, POLL);
setInterval(() => { if (!document.hidden) alive(true); }, TOUCH);
toEnd();
listen();
stand();
alive(true);
