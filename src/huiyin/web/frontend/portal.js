import "./portal.css";
import { csrfToken } from "./common.js";
import "./choices.js";

// The code is copied, or the whole card kept as a picture, by the browser alone: nothing is sent anywhere.
const text = (id) => document.getElementById(id)?.textContent.trim() ?? "";

const copy = async (words) => {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    // Without TLS there is no clipboard: what is selected can still be copied.
    const field = document.createElement("textarea");
    field.value = words;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
};

const picture = (button) => {
  const canvas = document.createElement("canvas");
  canvas.width = 1080;
  canvas.height = 720;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#20262a";
  const face = getComputedStyle(document.body).fontFamily;
  const write = (words, size, top, weight = 400) => {
    pen.font = `${weight} ${size}px ${face}`;
    pen.fillText(words, 60, top, canvas.width - 120);
  };
  write(button.dataset.title, 40, 100);
  write(text("code"), 64, 260, 600);
  write(text("number"), 40, 360);
  button.dataset.lines.split("|").forEach((line, place) => write(line.trim(), 34, 480 + 70 * place));
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = button.dataset.picture;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
};

const readyReceipt = () => {
  document.querySelectorAll("[data-receipt] button[hidden]").forEach((button) => (button.hidden = false));
};
window.addEventListener("pageshow", readyReceipt);
document.addEventListener("page:shown", readyReceipt);
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-picture]");
  if (!button) return;
  if (button.dataset.picture) {
    picture(button);
    return;
  }
  await copy(text(button.dataset.copy));
  button.textContent = button.dataset.done;
});

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
