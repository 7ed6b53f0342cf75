// Hides the fields of a long form whose names do not contain what is typed.
const box = document.querySelector(".filter");

if (box !== null) {
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const fields = Array.from(document.querySelectorAll(".field"), (field) => ({
    field,
    name: (field.querySelector("label").textContent + " " + field.querySelector("input, select").getAttribute("name"))
      .toLowerCase(),
  }));

  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const { field, name } of fields) {
      field.hidden = !words.every((word) => name.includes(word));
      shown += field.hidden ? 0 : 1;
    }
    for (const group of document.querySelectorAll(".group")) {
      group.hidden = group.querySelector(".field:not([hidden])") === null;
    }
    status.textContent = input.value.trim() === "" ? "" : status.dataset.text.replace("{0}", shown).replace("{1}", fields.length);
  };

  box.hidden = false;
  input.addEventListener("input", filter);
  // The form is not sent from here.
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
    }
  });
  // A link to a field leads to it even if it is hidden.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a[href^='#field-']")) {
      input.value = "";
      filter();
    }
  }, { capture: true });
}
