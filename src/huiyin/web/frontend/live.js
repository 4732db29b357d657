// An open page asks every few seconds whether it is still as it was shown, and what is new to its reader. Without this
// nothing is lost: whoever sends a form of an outdated page is told what came since, and keeps the text.
import { csrfToken } from "./common.js";

const FIRST = 1000; // a page that is left at once needn't ask
const SLOW = 2000;
const LONGEST = 15000;
const TURNS_MOST = 5; // 32 times the interval

const place = () => document.getElementById("page-news");

let timer;
let running = false;
let mark = "";
let failures = 0;
let ended = false; // the sign-in, or the matter to this reader
let askedAt = 0;

// What was typed may stand in several forms; desk.js has the same set for leaving the page.
const typed = new WeakSet();
document.addEventListener("input", (event) => event.target.form && typed.add(event.target.form));
document.addEventListener("change", (event) => event.target.form && typed.add(event.target.form));

const every = () => Number(place().dataset.every) * 1000;
const plan = (wait) => {
  clearTimeout(timer);
  // Two hundred windows that were opened at once don't go on asking at once.
  timer = setTimeout(ask, wait * (0.9 + Math.random() * 0.2));
};

const timed = (milliseconds) => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), milliseconds);
  return abort.signal;
};

async function ask() {
  // A tab that nobody sees asks nothing until it is looked at again.
  if (running || ended || document.hidden || !place()) return;
  running = true;
  askedAt = Date.now();
  const asked = place().dataset.news;
  try {
    const headers = { "X-Background": "1" };
    if (mark) headers["If-None-Match"] = mark;
    const answer = await fetch(asked, { headers, redirect: "manual", cache: "no-store", signal: timed(LONGEST) });
    // What was asked of a page that was replaced meanwhile says nothing of the new one.
    if (answer.status === 200 && asked === place()?.dataset.news) {
      show(await answer.text());
      mark = answer.headers.get("ETag") || "";
    }
    // Signed out, or led to a page that has to be read first: that is said when something is sent.
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) ended = true;
    const isFine = answer.status === 200 || answer.status === 304;
    failures = isFine && Date.now() - askedAt < SLOW ? 0 : failures + 1;
  } catch {
    failures += 1;
  } finally {
    running = false;
  }
  if (!ended) plan(every() * 2 ** Math.min(failures, TURNS_MOST));
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden || !place()) return;
  // Somebody may have signed in again in another window.
  ended = false;
  plan(Math.max(0, askedAt + every() - Date.now()));
});

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

function show(text) {
  const found = parsed(text);
  showBell(found.getElementById("bell"));
  const news = found.getElementById("news");
  // Said once: what stands there already isn't read out again.
  if (!news || place().dataset.key === news.dataset.newsKey) return;
  place().dataset.key = news.dataset.newsKey;
  place().replaceChildren(document.importNode(news, true));
  document.querySelectorAll(".move-news").forEach((copy) => copy.remove());
  document.querySelectorAll("details.move[open] form").forEach((form) => {
    const copy = document.importNode(news, true);
    copy.removeAttribute("id");
    copy.classList.add("move-news");
    // Where a form is a page of its own the other one isn't there to be read out.
    if (!place().offsetParent) copy.setAttribute("role", "status");
    form.prepend(copy);
  });
}

function showBell(fresh) {
  const bell = document.getElementById("bell");
  if (!fresh || !bell) return;
  const isIn = bell.contains(document.activeElement);
  const next = document.importNode(fresh, true);
  next.open = Boolean(bell.open);
  bell.replaceWith(next);
  if (isIn) next.querySelector("summary").focus();
}

// "Seen" needs no page of its own here.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target.closest?.("#bell [data-bell-seen]");
    if (!form) return;
    event.preventDefault();
    const headers = { "X-CSRFToken": csrfToken() };
    fetch(form.action, { method: "POST", body: new FormData(form), headers, redirect: "manual" }).then(() => plan(0));
  },
  true,
);

// --- The page as it is now, with what is being typed ---------------------------------------------------------------

// These belong to the window and not to what is written.
const OWN = ["csrfmiddlewaretoken", "draft"];
const FIELDS = "input[name], textarea[name], select[name]";

// A field whose first value somebody else has changed: untouched it takes the new one, else its writer is told.
const firstValue = (field) => {
  if (field.matches("[type=checkbox], [type=radio]")) return field.defaultChecked;
  if (field.matches("select")) return [...field.options].map((option) => option.defaultSelected).join();
  return field.defaultValue;
};
const isUntouched = (field) => {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked === field.defaultChecked;
  if (field.matches("select")) return [...field.options].every((option) => option.selected === option.defaultSelected);
  return field.value === field.defaultValue;
};
const isBlankAtFirst = (field) => {
  if (field.name === "seen") return true;
  if (field.matches("select")) return [...field.options].every((option) => !option.defaultSelected || !option.value);
  return field.matches("[type=checkbox], [type=radio]") ? !field.defaultChecked : !field.defaultValue;
};
const say = (field, words) => {
  const note = document.createElement("p");
  note.className = "notice notice-soon";
  note.textContent = `${place().dataset.fieldChanged}${words}`;
  (field.closest(".field") || field).after(note);
};

// False where the two forms ask different things: then the old version stays, and what is sent is refused as ever.
const carry = (form, fresh) => {
  const fields = (of) => [...of.elements].filter((field) => !OWN.includes(field.name) && field.matches(FIELDS));
  const key = (field) => `${field.name} ${field.type === "radio" || field.type === "checkbox" ? field.value : ""}`;
  const theirs = new Map(fields(fresh).map((field) => [key(field), field]));
  const ours = fields(form);
  if (fresh.hasAttribute("data-bound")) {
    // Filled from its draft, the fresh form doesn't tell what stands in the matter now. Where nothing of the matter ever
    // stood in ours, nothing can be overwritten.
    if (form.hasAttribute("data-bound") || !ours.every(isBlankAtFirst)) return false;
    form.elements.seen.value = fresh.elements.seen.value;
    return true;
  }
  // What came back from the server has no first values of its own any more.
  if (form.hasAttribute("data-bound") || ours.length !== theirs.size) return false;
  if (!ours.every((field) => theirs.has(key(field)))) return false;
  for (const field of ours) {
    const twin = theirs.get(key(field));
    if (field.type === "file" || firstValue(field) === firstValue(twin)) continue;
    if (field.name !== "seen" && !isUntouched(field)) {
      say(field, field.matches("[type=checkbox], [type=radio], select") ? "" : twin.defaultValue);
      continue;
    }
    if (field.matches("select")) field.replaceChildren(...[...twin.options].map((option) => option.cloneNode(true)));
    else if (field.matches("[type=checkbox], [type=radio]")) field.checked = field.defaultChecked = twin.defaultChecked;
    else field.value = field.defaultValue = twin.defaultValue;
  }
  return true;
};

const keep = (side, fresh) => {
  for (const move of side.querySelectorAll("details.move")) {
    const form = move.querySelector("form");
    if (!form || !(move.open || typed.has(form))) continue;
    const twin = fresh.querySelector(`#${CSS.escape(move.id)}`);
    const theirs = twin?.querySelector("form");
    form.querySelectorAll(".move-news").forEach((copy) => copy.remove());
    if (theirs) carry(form, theirs);
    if (twin) twin.replaceWith(move);
    else {
      // The step has gone; its text stays until it is copied.
      const note = document.createElement("p");
      note.className = "notice notice-late";
      note.textContent = place().dataset.noLonger;
      form.prepend(note);
      fresh.prepend(move);
    }
  }
};

// With the list that it was opened from, and without a form that was open when it came.
const pageAddress = (link) => {
  const here = new URL(window.location.href);
  if (here.pathname !== new URL(link).pathname) return link;
  here.searchParams.delete("move");
  here.hash = "";
  return here.href;
};

const refresh = async (link) => {
  const side = document.querySelector(".move-side");
  const open = side?.querySelector("details.move[open]");
  // With the form open: only so can its first values be compared.
  const answer = await fetch(open?.dataset.page || pageAddress(link), { cache: "no-store", redirect: "manual" });
  if (answer.status !== 200) return false;
  const found = parsed(await answer.text());
  const fresh = found.getElementById("page-news");
  const main = found.getElementById("main");
  if (!fresh || !main) return false;
  const focused = document.activeElement?.closest?.("details.move form") ? document.activeElement : null;
  const freshSide = found.querySelector(".move-side");
  if (side && freshSide) {
    const next = document.importNode(freshSide, true);
    keep(side, next);
    next.classList.toggle("has-open-move", Boolean(next.querySelector(".move[open]")));
    side.replaceWith(next);
    window.htmx.process(next);
  }
  const here = place();
  here.dataset.news = fresh.dataset.news;
  delete here.dataset.key;
  main.querySelector("#page-news").remove();
  document.querySelectorAll("#main > :not(#page-news)").forEach((part) => part.remove());
  here.after(...[...main.childNodes].map((part) => document.importNode(part, true)));
  window.htmx.process(here.parentElement);
  document.querySelector(".desk-places")?.replaceWith(document.importNode(found.querySelector(".desk-places"), true));
  document.title = found.title;
  mark = "";
  // Not as a page that is shown: what waits to be kept of the open form goes on waiting.
  document.querySelectorAll("[data-print]").forEach((button) => (button.hidden = false));
  here.textContent = here.dataset.shownAgain;
  focused?.focus();
  plan(FIRST);
  return true;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-refresh]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  refresh(link.href).catch(() => {
    // The notice stays, and with it the way to try again.
  });
});

if (place()) plan(FIRST);
