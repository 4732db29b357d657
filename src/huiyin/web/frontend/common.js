// What both faces do. Everything here is a convenience: without it every form still works.
import htmx from "htmx.org";

window.htmx = htmx;

const cookie = (name) => {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
};

export const csrfToken = () => cookie("csrftoken") || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb === "get") return;
  event.detail.headers["X-CSRFToken"] = csrfToken();
  if ("csrfmiddlewaretoken" in event.detail.parameters) event.detail.parameters.csrfmiddlewaretoken = csrfToken();
});

// Suggestions that were asked for before somebody chose one come too late: they don't take the choice back.
const chosenIn = (place) => [...place.querySelectorAll("input:checked")].map(({ name, value }) => [name, value]).join();
const chosenBefore = new WeakMap();
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches("input, textarea")) chosenBefore.set(detail.xhr, chosenIn(detail.target));
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const before = chosenBefore.get(detail.xhr);
  if (before !== undefined && before !== chosenIn(detail.target)) detail.shouldSwap = false;
});

// A second press on "send" sends nothing; signing in elsewhere has renewed the token, so take the newest one.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (
    event.defaultPrevented ||
    form.method !== "post" ||
    form.hasAttribute("hx-post") ||
    form.hasAttribute("data-download") ||
    form.closest("[hx-boost=true]")
  )
    return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "1";
  const token = form.querySelector("[name=csrfmiddlewaretoken]");
  if (token && cookie("csrftoken")) token.value = cookie("csrftoken");
  form.querySelectorAll("[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
});

const free = (root) => {
  root.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending);
  root.querySelectorAll("[type=submit][aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
};
window.addEventListener("pageshow", () => free(document));
// A form that answers with a download leaves the page as it is.
window.addEventListener("focus", () => setTimeout(() => free(document), 3000));

// The reader lands where something has to be read first.
const land = (root) => {
  const summary = root.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
    document.title = document.title.startsWith("⚠ ") ? document.title : `⚠ ${document.title}`;
  }
  root.querySelectorAll("[data-print]").forEach((button) => (button.hidden = false));
};
document.addEventListener("DOMContentLoaded", () => land(document));
document.addEventListener("page:shown", () => land(document));
document.addEventListener("htmx:afterSettle", (event) => {
  land(event.target);
  if (event.target === document.body && !document.querySelector("[data-error-summary]"))
    document.getElementById("main")?.focus();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// What is folded is printed as well; the style sheet says the same to browsers that know how.
const FOLDED = "details:not([open], .move, .menu, .arrange, .no-print, .no-print details)";
window.addEventListener("beforeprint", () => {
  document.querySelectorAll(FOLDED).forEach((part) => {
    part.dataset.unfolded = "1";
    part.open = true;
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-unfolded]").forEach((part) => {
    delete part.dataset.unfolded;
    part.open = false;
  });
});

// A file that would be refused is named before it is sent.
document.addEventListener("change", (event) => {
  const place = event.target.type === "file" && event.target.closest("[data-upload]");
  if (!place) return;
  const limit = Number(place.dataset.maxBytes);
  const tooLarge = [...event.target.files].filter((file) => file.size > limit).map((file) => file.name);
  const refused = place.querySelector("[data-upload-refused]");
  refused.hidden = tooLarge.length === 0;
  refused.textContent = tooLarge.length
    ? `${place.dataset.tooLarge}${tooLarge.join(/^(zh|ja)/.test(document.documentElement.lang) ? "、" : ", ")}`
    : "";
  if (tooLarge.length) event.target.value = "";
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const shown = event.target.querySelector?.("[data-upload-progress]");
  const chosen = [...(event.target.querySelectorAll?.("input[type=file]") ?? [])].some((field) => field.files.length);
  if (!shown || !chosen || !event.detail.lengthComputable) return;
  const percent = Math.round((event.detail.loaded / event.detail.total) * 100);
  shown.hidden = false;
  shown.querySelector("progress").value = percent;
  shown.querySelector("[data-upload-percent]").textContent = `${percent}%`;
});
