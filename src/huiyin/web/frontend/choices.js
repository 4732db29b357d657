// Another language or type size, with what was typed, ticked and chosen kept in this page's memory, files and passwords too.
import htmx from "htmx.org";
import { csrfToken } from "./common.js";

// With this script the buttons inside the forms aren't needed; browsers that know `@media (scripting)` never show them.
document.documentElement.setAttribute("data-scripted", "");

const typed = new Set();
const pending = new Map();
let busy = false;

const isChoice = (form) => form.closest(".choices-bar");
const forms = (root) => [...root.querySelectorAll("form")].filter((form) => !isChoice(form));
const controls = (form) =>
  [...form.elements].filter(
    (field) =>
      field.name &&
      field.matches("input, textarea, select") &&
      !/^(submit|button|image|reset)$/.test(field.type) &&
      field.name !== "csrfmiddlewaretoken",
  );
const isSecret = (field) => field.type === "password" || "secret" in field.dataset;
const attribute = (form, name) => form.getAttribute(name) ?? "";
const address = (form) => new URL(attribute(form, "action") || location.href, location.href);

// Each form of a page under a name that it keeps from one language to the next: where it goes, which it is, which of several.
const named = (root) => {
  const counts = new Map();
  return new Map(
    forms(root).map((form) => {
      const code = controls(form).find((field) => field.type === "hidden" && field.name === "form")?.value ?? "";
      const name = `${attribute(form, "method")} ${address(form).pathname} ${code}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return [`${name} ${counts.get(name)}`, form];
    }),
  );
};

// Each control of a form under a name of the same kind: a tick by its value, anything else by its turn.
const slots = (form) => {
  const counts = new Map();
  return new Map(
    controls(form).map((field) => {
      if (field.type === "radio" || field.type === "checkbox") return [`${field.name}=${field.value}`, field];
      counts.set(field.name, (counts.get(field.name) ?? 0) + 1);
      return [`${field.name} ${counts.get(field.name)}`, field];
    }),
  );
};

const stateOf = (field) => {
  if (field.type === "radio" || field.type === "checkbox") return { checked: field.checked };
  if (field.type === "file") return { files: field.files };
  if (field.multiple)
    return { picked: [...field.options].filter((option) => option.selected).map((option) => option.value) };
  return { value: field.value, hidden: field.type === "hidden" };
};

/** Puts a state back; says whether that has changed anything. */
const put = (field, state) => {
  const before = JSON.stringify([stateOf(field), field.files?.length]);
  if ("checked" in state) field.checked = state.checked;
  else if (state.files) field.files = state.files;
  else if (state.picked)
    [...field.options].forEach((option) => (option.selected = state.picked.includes(option.value)));
  else if (field.tagName !== "SELECT" || [...field.options].some((option) => option.value === state.value))
    field.value = state.value;
  return JSON.stringify([stateOf(field), field.files?.length]) !== before;
};

/** Fills a form with what is known of it; what has no place in it yet is left in `states` for when it comes. */
const fill = (form, states) => {
  const changed = [];
  slots(form).forEach((field, slot) => {
    const state = states.get(slot);
    if (!state || state.hidden) return;
    states.delete(slot);
    if (put(field, state)) changed.push(field);
  });
  if (changed.length) {
    // It goes on as the form that it was: with the version of the page it was begun on.
    if (!states.isFresh) slots(form).forEach((field, slot) => states.get(slot)?.hidden && put(field, states.get(slot)));
    for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }
  changed.forEach((field) =>
    ["input", "change"].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true }))),
  );
};

const remember = (carrier) => {
  const memory = new Map();
  named(document).forEach((form, name) => {
    const states = new Map([...slots(form)].map(([slot, field]) => [slot, stateOf(field)]));
    states.isFresh = form === carrier;
    states.isTyped = typed.has(form);
    memory.set(name, states);
  });
  return memory;
};

const recall = (memory) => {
  typed.clear();
  named(document).forEach((form, name) => {
    const states = memory.get(name);
    if (!states) return;
    fill(form, states);
    if (states.isTyped) {
      typed.add(form);
      form.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  pending.clear();
  memory.forEach((states, name) => {
    if (states.isTyped || [...states.values()].some((state) => state.checked || state.files?.length))
      pending.set(name, states);
  });
};

// Parts that come later, such as a move's form or the units that fit a name, are filled when they are there.
document.addEventListener("htmx:afterSettle", () => {
  if (!pending.size) return;
  named(document).forEach((form, name) => {
    const states = pending.get(name);
    if (!states) return;
    fill(form, states);
    if (states.isTyped) typed.add(form);
  });
});

document.addEventListener("input", (event) => {
  const form = event.target.form ?? event.target.closest("form");
  if (!event.isTrusted || !form || isChoice(form)) return;
  typed.delete(form);
  typed.add(form);
  named(document).forEach((one, name) => one === form && pending.delete(name));
});

/** The form whose page the server can make anew from what is typed: the last one typed in, or the one that came back. */
const carrierOf = (bar) => {
  const able = (form) => form.isConnected && form.querySelector(".form-choices");
  const last = [...typed].reverse().find(able);
  if (last || !("posted" in bar.dataset)) return last;
  const back = forms(document).filter((form) => able(form) && address(form).pathname === location.pathname);
  return (
    back.find((form) => form.querySelector("[aria-invalid=true]")) ??
    back.find((form) => form.closest("details[open]")) ??
    back[0]
  );
};

const bodyOf = (form) => {
  const body = new FormData(form);
  controls(form).forEach((field) => (field.type === "file" || isSecret(field)) && body.delete(field.name));
  body.set("csrfmiddlewaretoken", csrfToken());
  return body;
};

const isAccount = (path) => path.startsWith("/accounts/");

/** The page in the other language, or nothing: then the reader stays where everything is. */
const fetchPage = async (choice, carrier) => {
  const body = bodyOf(carrier ?? choice.form);
  if (carrier) body.set("reader_choice", `language:${choice.value}`);
  else body.set(choice.name, choice.value);
  const target = carrier ? address(carrier) : address(choice.form);
  const answer = await fetch(target, { method: "POST", body, headers: { Accept: "text/html" } });
  const isPage = (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
  const isHere = isAccount(new URL(answer.url).pathname) === isAccount(location.pathname);
  return isPage && isHere && (answer.ok || answer.status === 409 || answer.status === 422) ? answer.text() : "";
};

const folds = (root) => [...root.querySelectorAll("details")];
const foldName = (fold, place) => fold.id || `${place}`;

const show = (html) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  const kept = document.querySelector("section.kept");
  const open = new Set(folds(document).map((fold, place) => (fold.open ? foldName(fold, place) : "")));
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang;
  document.documentElement.dir = next.documentElement.dir;
  document.documentElement.className = next.documentElement.className;
  document.body.className = next.body.className;
  document.body.replaceChildren(...next.body.childNodes);
  if (kept && !document.querySelector("section.kept")) document.getElementById("main")?.prepend(kept);
  folds(document).forEach((fold, place) => (fold.open ||= open.has(foldName(fold, place))));
  htmx.process(document.body);
  document.dispatchEvent(new Event("page:shown"));
};

const changeLanguage = async (choice) => {
  const bar = choice.closest(".choices-bar");
  const carrier = carrierOf(bar);
  const html = await fetchPage(choice, carrier);
  if (!html) throw new Error("no page");
  // Only now: it may have been typed on while the page was under way.
  const memory = remember(carrier);
  const height = window.scrollY;
  show(html);
  recall(memory);
  const list = document.querySelector(".choice-list");
  if (list) list.open = false;
  const next = list?.querySelector("summary") ?? document.querySelector("[data-reader-choice=language]");
  next?.focus({ preventScroll: true });
  window.scrollTo(0, height);
};

const changeSize = async (choice) => {
  const { form, dataset } = choice;
  const body = new FormData(form);
  body.set("csrfmiddlewaretoken", csrfToken());
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
  if (answer.type !== "opaqueredirect") throw new Error(String(answer.status));
  const isLarge = document.documentElement.classList.toggle("type-large", body.get("large") === "1");
  form.elements.large.value = isLarge ? "0" : "1";
  const label = choice.textContent;
  choice.textContent = dataset.otherLabel;
  dataset.otherLabel = label;
};

document.addEventListener("click", async (event) => {
  const choice = event.target.closest(".choices-bar [data-reader-choice]");
  if (!choice) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  const said = choice.closest(".choices-bar").querySelector("[data-choice-failed]");
  said.textContent = "";
  try {
    await (choice.dataset.readerChoice === "language" ? changeLanguage(choice) : changeSize(choice));
  } catch {
    said.textContent = said.dataset.choiceFailed;
  }
  busy = false;
});
