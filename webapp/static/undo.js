// Takes a field back to its value in the last answer that was asked for: by a button in each changed field, or by Escape.
const CONTROLS = ".field input:not([type=range]), .field select";

let values = new Map();
let onUndo = () => {};

const kept = (control) => values.get(control.getAttribute("name")) ?? "";

/** Sets the values, as entries by name, to which fields go back, and the function to call after one did. */
export function keepValues(entries, callback) {
  values = new Map(entries);
  onUndo = callback;
  markChanges();
}

/** Shows the buttons of the changed fields, and of no others. Blank values are not restored. */
function markChanges() {
  for (const control of document.querySelectorAll(CONTROLS)) {
    const button = control.parentElement.querySelector(".undo");
    if (kept(control) === "" || control.value === kept(control)) {
      button?.remove();
    } else if (button === null) {
      control.after(newButton(control));
    }
  }
}

function newButton(control) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "undo";
  // Left out, like the sliders, when fields are visited one after another; Escape does the same.
  button.tabIndex = -1;
  button.textContent = "\u21ba";
  button.title = document.getElementById("spoken").dataset.back.replace("{0}", () => kept(control));
  const title = control.parentElement.querySelector("label span").textContent;
  button.setAttribute("aria-label", button.title + " (" + title + ")");
  return button;
}

function undo(button) {
  const field = button.parentElement;
  const control = field.querySelector(CONTROLS);
  control.value = kept(control);
  if (document.activeElement === button) {
    // A phone shows no keyboard for a slider.
    (field.querySelector("input[type=range]") ?? control).focus();
  }
  markChanges();
  onUndo();
}

document.addEventListener("input", markChanges);
document.addEventListener("click", (event) => {
  if (event.target.closest(".undo")) {
    undo(event.target);
  }
});
document.addEventListener("keydown", (event) => {
  const button = event.target.closest(".field")?.querySelector(".undo");
  if (event.key === "Escape" && !event.isComposing && button) {
    undo(button);
  } else {
    // Arrow keys in a field have moved its slider.
    markChanges();
  }
});
