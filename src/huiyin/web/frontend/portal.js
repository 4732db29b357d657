import "./portal.css";
import "./common.js";
import "./autosave.js";
import "./choices.js";
import "./recording.js";

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
  write(text("code"), 64, 240, 600);
  write(text("digits-label"), 28, 300);
  write(text("digits"), 40, 350);
  write(text("number"), 40, 420);
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

// A link to a part that is folded unfolds it; without scripts the reader lands on the line that does.
const unfoldTarget = (hash) => {
  const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  const fold = target && (target.closest("details") ?? target);
  if (fold instanceof HTMLDetailsElement) fold.open = true;
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link) unfoldTarget(link.hash);
});
document.addEventListener("DOMContentLoaded", () => unfoldTarget(location.hash));
