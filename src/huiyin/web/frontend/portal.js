import "./portal.css";
import { csrfToken } from "./common.js";
import "./choices.js";

// A draft is kept one second after the last key: form[data-autosave] names the address that takes it.
const waiting = new Map();

const keep = async (form, { leaving = false } = {}) => {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  const body = new FormData(form);
  form.querySelectorAll("input[type=file]").forEach((field) => body.delete(field.name));
  const status = form.querySelector("[data-autosave-status]");
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body,
      keepalive: leaving,
      headers: { "X-CSRFToken": csrfToken(), "X-Background": "1" },
    });
    if (answer.status === 409) {
      // Another window has changed the step or has sent the draft: trying again would change nothing.
      if (status) status.textContent = status.dataset.changed;
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    if (status) status.textContent = status.dataset.saved;
  } catch {
    if (status) status.textContent = status.dataset.failed;
    if (!leaving)
      waiting.set(
        form,
        setTimeout(() => keep(form), 10000),
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
