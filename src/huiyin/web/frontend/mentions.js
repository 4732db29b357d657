// In an internal note "@" offers the colleagues who stand below it; who is chosen is ticked there. The list below does
// the same without a script.
const choicesOf = (field) =>
  [
    ...document.querySelectorAll(
      `#${CSS.escape(field.dataset.mention)}_group input, #${CSS.escape(field.dataset.mention)} input`,
    ),
  ].map((input) => ({ input, label: input.closest("label")?.textContent.trim() || "" }));

// What stands between the last "@" and the cursor, without a blank; undefined where there is none.
const asked = (field) => /[@＠]([^\s@＠]{0,20})$/.exec(field.value.slice(0, field.selectionStart))?.[1];

const shut = () => document.querySelectorAll(".mention-list").forEach((list) => list.remove());

const choose = (field, choice) => {
  const before = field.value.slice(0, field.selectionStart).replace(/[@＠][^\s@＠]*$/, "");
  const name = `@${choice.label.split(/（| \(/)[0]} `;
  field.setRangeText(name, before.length, field.selectionStart, "end");
  choice.input.checked = true;
  choice.input.dispatchEvent(new Event("change", { bubbles: true }));
  shut();
  field.focus();
};

const offer = (field) => {
  shut();
  const words = asked(field);
  if (words === undefined) return;
  const found = choicesOf(field).filter(({ label }) => label.includes(words));
  if (!found.length) return;
  const list = document.createElement("div");
  list.className = "mention-list";
  for (const choice of found.slice(0, 8)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet btn-sm";
    button.textContent = choice.label;
    button.addEventListener("click", () => choose(field, choice));
    list.append(button);
  }
  field.after(list);
};

document.addEventListener("input", (event) => event.target.matches("textarea[data-mention]") && offer(event.target));
document.addEventListener(
  "keydown",
  (event) => {
    const list = document.querySelector(".mention-list");
    if (!list || event.isComposing) return;
    const buttons = [...list.children];
    const here = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      buttons[(here + (event.key === "ArrowDown" ? 1 : here < 0 ? 0 : -1) + buttons.length) % buttons.length].focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopImmediatePropagation();
      list.previousElementSibling.focus();
      shut();
    } else if (event.key === "Enter" && here < 0 && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      buttons[0].click();
    }
  },
  true,
);
document.addEventListener("click", (event) => event.target.closest(".mention-list, [data-mention]") || shut());
