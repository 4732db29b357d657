// A draft is kept one second after the last key: form[data-autosave] names the address that takes it.
import { csrfToken } from "./common.js";

const waiting = new Map();

/** What the server answers: nothing, or in JSON the draft that the page goes on with, or why it wasn't kept. */
const contentOf = async (answer) =>
  (answer.headers.get("Content-Type") ?? "").startsWith("application/json") ? answer.json() : {};

const keep = async (form, { leaving = false, again = false } = {}) => {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  const body = new FormData(form);
  form.querySelectorAll("input[type=file]").forEach((field) => body.delete(field.name));
  const status = form.querySelector("[data-autosave-status]");
  const show = (words) => {
    if (status) status.textContent = words;
  };
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body,
      keepalive: leaving,
      // Typing counts as use of a session; trying again by itself doesn't.
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), ...(again ? { "X-Background": "1" } : {}) },
    });
    const { draft, sentence } = await contentOf(answer);
    if ([404, 409, 422].includes(answer.status)) {
      // Another window has changed it or has sent it: trying again would change nothing.
      show(sentence ?? status?.dataset.changed);
      return;
    }
    // Where the session has ended, the answer is the page for signing in.
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    if (draft && form.elements.draft) form.elements.draft.value = draft;
    form.querySelectorAll("[data-draft-clear]").forEach((button) => (button.hidden = false));
    show(status?.dataset.saved);
    // What was typed meanwhile waits for its own turn.
    if (!waiting.has(form)) form.dispatchEvent(new CustomEvent("draft:kept", { bubbles: true }));
  } catch {
    show(status?.dataset.failed);
    if (!leaving)
      waiting.set(
        form,
        setTimeout(() => keep(form, { again: true }), 10000),
      );
  }
};

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-autosave]");
  if (!form || event.target.type === "file") return;
  clearTimeout(waiting.get(form));
  waiting.set(
    form,
    setTimeout(() => keep(form), 1000),
  );
});

document.addEventListener("submit", (event) => {
  clearTimeout(waiting.get(event.target));
  waiting.delete(event.target);
});

// The form came back in another language: the server has kept what the old one would still send.
document.addEventListener("page:shown", () => {
  waiting.forEach((timer) => clearTimeout(timer));
  waiting.clear();
});

window.addEventListener("pagehide", () => [...waiting.keys()].forEach((form) => keep(form, { leaving: true })));
