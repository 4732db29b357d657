import "./desk.css";
import "./common.js";
import "./autosave.js";
import "./choices.js";
import "./live.js";
import "./mentions.js";
import "./security-key.js";

// A box that is ticked takes no letters, so they do elsewhere what they do.
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";
const isTyping = (element) => element.matches(TYPED);

const rows = () => [...document.querySelectorAll("[data-list] a[data-open]")];

const step = (by) => {
  const links = rows();
  if (!links.length) return;
  const here = links.indexOf(document.activeElement.closest("[data-row]")?.querySelector("a[data-open]"));
  const next = links[Math.max(0, Math.min(links.length - 1, here < 0 ? 0 : here + by))];
  next.focus();
  next.closest("[data-row]")?.scrollIntoView({ block: "nearest" });
};

// Several at once: what is ticked is counted, a press ticks all that are shown, and x ticks the line at hand.
const ticks = () => [...document.querySelectorAll("[data-pick]")];
const count = () => {
  const shown = document.querySelector("[data-picked]");
  if (!shown) return;
  const chosen = ticks().filter((tick) => tick.checked).length;
  shown.hidden = !chosen;
  shown.textContent = chosen ? ` ${chosen}` : "";
};
document.addEventListener("change", (event) => event.target.matches("[data-pick]") && count());
const readyPicks = () => {
  document.querySelectorAll("[data-pick-all]").forEach((button) => (button.hidden = false));
  count();
};
window.addEventListener("pageshow", readyPicks);
document.addEventListener("page:shown", readyPicks);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick-all]");
  if (!button) return;
  const most = Number(button.dataset.pickAll);
  const every = ticks()
    .slice(0, most)
    .every((tick) => tick.checked);
  ticks().forEach((tick, place) => (tick.checked = !every && place < most));
  count();
});
const tick = () => {
  const box = document.activeElement?.closest("[data-row]")?.querySelector("[data-pick]");
  if (!box) return;
  box.checked = !box.checked;
  count();
};

// In a list j and k go from line to line; whatever else has a key says so itself by aria-keyshortcuts.
const inList = { x: tick, j: () => step(1), k: () => step(-1) };
const press = (key) => {
  if (rows().length && inList[key]) return inList[key];
  const element = document.querySelector(`[aria-keyshortcuts="${CSS.escape(key)}"]`);
  if (!element) return undefined;
  if (!element.matches("[data-search]")) return () => element.click();
  return () => {
    element.focus();
    element.select();
  };
};

// The keys stand over the page, so that nothing typed is left; whoever dictates switches the single ones off.
const KEYS_OFF = "keys-off";
const areKeysOff = () => Boolean(window.localStorage.getItem(KEYS_OFF));
const showKeys = (address) => {
  let sheet = document.getElementById("keys");
  if (!sheet) {
    sheet = document.body.appendChild(document.createElement("dialog"));
    sheet.id = "keys";
    sheet.className = "keys-sheet";
    sheet.setAttribute("aria-labelledby", "keys-title");
    sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  }
  window.htmx.ajax("GET", address, { target: sheet, swap: "innerHTML" }).then(() => sheet.open || sheet.showModal());
};
const readyKeysOff = (root) => {
  const place = root.querySelector("[data-keys-off]");
  if (!place) return;
  place.hidden = false;
  place.querySelector("input").checked = areKeysOff();
};
document.addEventListener("DOMContentLoaded", () => readyKeysOff(document));
document.addEventListener("htmx:afterSwap", (event) => readyKeysOff(event.target));
document.addEventListener("change", (event) => {
  if (!event.target.closest("[data-keys-off]")) return;
  if (event.target.checked) window.localStorage.setItem(KEYS_OFF, "1");
  else window.localStorage.removeItem(KEYS_OFF);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-keys]");
  if (!link || !window.HTMLDialogElement) return;
  event.preventDefault();
  showKeys(link.href);
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = event.target.closest("form");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
    return;
  }
  if (event.key === "Escape") {
    const open = event.target.closest("details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]") || (areKeysOff() && event.key !== "?")) return;
  const act = press(event.key);
  if (act) {
    event.preventDefault();
    act();
  }
});

// Text that hasn't been sent isn't lost by a slip: the browser asks before it leaves the page.
const touched = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) touched.add(form);
});
document.addEventListener("submit", (event) => touched.delete(event.target));
document.addEventListener("draft:kept", (event) => touched.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if ([...touched].some((form) => form.isConnected && !form.dataset.sending)) event.preventDefault();
});

// A move opens where it is, with its first field ready; its form comes when it is opened for the first time.
const ready = (place) => place.querySelector("input:not([type=hidden]), textarea, select")?.focus();
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches?.("details.move")) return;
    const side = event.target.closest(".move-side");
    side?.classList.toggle("has-open-move", Boolean(side.querySelector(".move[open]")));
    if (event.target.open) ready(event.target);
  },
  true,
);
document.addEventListener("htmx:load", (event) => {
  if (event.target.matches("details.move[open] > .move-sheet")) ready(event.target);
});

// Where no panel fits beside the matter, a move's form is a page of its own.
const isNarrow = window.matchMedia("(max-width: 1099.98px)");
document.addEventListener("click", (event) => {
  const move = event.target.closest?.(".move-side .move:not([open]) > summary")?.parentElement;
  if (!move?.dataset.page || !isNarrow.matches) return;
  event.preventDefault();
  window.location.assign(move.dataset.page);
});

// A suggestion fills its field; without this the button sends the form, which comes back with the field filled.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  const field = button && document.getElementById(button.dataset.fill);
  if (!field) return;
  event.preventDefault();
  field.value = button.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

// A text module goes to where the cursor is; without this the button sends the form, which comes back with the text.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const field = button && document.getElementById(button.dataset.insert);
  const kept = field?.form.querySelector(`[data-text="${button.value.split(":").pop()}"]`);
  if (!kept) return;
  event.preventDefault();
  field.setRangeText(kept.content.textContent, field.selectionStart, field.selectionEnd, "end");
  const basis = document.getElementById(button.dataset.basis);
  if (kept.dataset.article && basis && !basis.value.trim()) basis.value = kept.dataset.article;
  button.closest("details").open = false;
  [field, basis].forEach((changed) => changed?.dispatchEvent(new Event("input", { bubbles: true })));
  field.focus();
});
// Those that have the words stay; Enter there inserts the first of them and sends nothing.
const fits = (button, words) => words.every((word) => button.textContent.toLowerCase().includes(word));
const shownTexts = (search) => [...search.parentElement.querySelectorAll("li:not([hidden]) .text-module")];
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-text-search]")) return;
  const words = event.target.value.toLowerCase().split(/\s+/);
  event.target.parentElement.querySelectorAll(".text-module").forEach((button) => {
    button.parentElement.hidden = !fits(button, words);
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-text-search]")) return;
  event.preventDefault();
  shownTexts(event.target)[0]?.click();
});
document.addEventListener(
  "toggle",
  (event) => {
    const search = event.target.matches?.(".text-modules[open]") && event.target.querySelector("[data-text-search]");
    if (!search) return;
    search.hidden = false;
    search.focus();
  },
  true,
);

// Where the preview of a letter is below the form, it is brought into view.
const isBelow = window.matchMedia("(max-width: 1279.98px)");
document.addEventListener("htmx:afterSwap", (event) => {
  const isPreview = event.target.matches(".letter-preview-place");
  if (isBelow.matches && isPreview) event.target.scrollIntoView({ block: "nearest" });
});

// The menu closes when something else is clicked.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
