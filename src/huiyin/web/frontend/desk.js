import "./desk.css";
import "./common.js";
import "./choices.js";

const isTyping = (element) => element.matches("input, textarea, select, [contenteditable=true]");

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

const keys = {
  x: tick,
  j: () => step(1),
  k: () => step(-1),
  "/": () => {
    const search = document.querySelector("[data-search]");
    search?.focus();
    search?.select();
  },
};

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
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    (isTyping(event.target) && !event.target.matches("[data-pick]"))
  )
    return;
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});

// Text that hasn't been sent isn't lost by a slip: the browser asks before it leaves the page.
const touched = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) touched.add(form);
});
document.addEventListener("submit", (event) => touched.delete(event.target));
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

// The menu closes when something else is clicked.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
