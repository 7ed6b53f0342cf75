// A file is scored on the page, part by part. Without this script the form posts the file, and the browser downloads
// the answer. What does the work is loaded with the first file.
const form = document.querySelector("form.upload");
const section = document.querySelector("section.file");

function start(file) {
  import("./scoring.js")
    .then((module) => module.score(file))
    .catch((error) => {
      document.querySelector(".file .summary").textContent = section.dataset.fault.replace("{0}", () => error.message);
    });
}

form.addEventListener("submit", (event) => {
  const file = form.querySelector("input").files[0];
  if (file) {
    event.preventDefault();
    start(file);
  }
});

// A file that misses the section would otherwise replace the page.
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  if (hasFiles(event)) {
    event.preventDefault();
    section.classList.add("target");
  }
});
addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) {
    section.classList.remove("target");
  }
});
addEventListener("drop", (event) => {
  if (hasFiles(event)) {
    event.preventDefault();
    section.classList.remove("target");
    section.scrollIntoView({ block: "start" });
    start(event.dataTransfer.files[0]);
  }
});
