// Sliders below the fields of numbers. A slider and its field always have the same value; only the field is sent.
const ranges = () => Array.from(document.querySelectorAll(".field input[type=range]"));
const fieldOf = (range) => range.closest(".field").querySelector("input:not([type=range])");

/** True between the first movement of a slider and its end. */
let isHeld = false;

/** Gives each slider the value of its field. One without a value stands at its last number, and looks faint. */
export function restoreSliders() {
  ranges().forEach(restore);
}

function restore(range) {
  const text = fieldOf(range).value.trim();
  const isNumber = text !== "" && Number.isFinite(Number(text));
  if (isNumber) {
    range.value = text;
  }
  range.classList.toggle("unset", !isNumber);
}

/** Shows the sliders, and calls a function at each change of a slider or a list, with whether it is the first one. */
export function followChanges(form, onChange) {
  const listen = (type, listener) => EventTarget.prototype.addEventListener.call(form, type, listener);
  listen("input", (event) => {
    const control = event.target;
    if (control.type === "range") {
      move(control);
    } else if (control.localName === "select") {
      onChange(true);
    } else {
      control.closest(".field")?.querySelectorAll("input[type=range]").forEach(restore);
    }
  });
  // Sliders are left out when fields are visited one after another; the arrow keys in a field move its slider.
  listen("keydown", (event) => {
    const isUp = event.key === "ArrowUp";
    const range = event.target.closest(".field")?.querySelector("input[type=range]");
    if (range && event.target === fieldOf(range) && (isUp || event.key === "ArrowDown")) {
      event.preventDefault();
      if (isUp) {
        range.stepUp();
      } else {
        range.stepDown();
      }
      move(range);
    }
  });
  ["change", "keyup"].forEach((type) => listen(type, () => {
    isHeld = false;
  }));

  function move(range) {
    fieldOf(range).value = range.value;
    range.classList.remove("unset");
    onChange(!isHeld);
    isHeld = true;
  }

  restoreSliders();
  ranges().forEach((range) => {
    range.hidden = false;
  });
}
