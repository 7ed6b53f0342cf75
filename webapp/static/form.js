// Answers in place. Without this script everything works as well: the forms post, and the answer is a new page.
// The properties of the form are not used, because a feature may be named like any of them.
import "./upload.js";
import "./filter.js";

const form = document.querySelector("form.inputs");
const result = document.getElementById("result");
const address = form.getAttribute("action");
const unanswered = Array.from(result.childNodes);
const controls = () => Array.from(document.querySelectorAll(".field input, .field select"));
const entered = () => Array.from(new FormData(form));

let running = null;
let answered = document.getElementById("answer-title") !== null;

/** The values that the answer is for, which may have been changed since. */
let asked = entered();

document.addEventListener("submit", (event) => {
  if (event.target === form) {
    event.preventDefault();
    remember();
    predict(entered(), true);
  }
});

function remember() {
  history.replaceState({ entered: answered ? asked : entered(), answered }, "");
}

/** At most one request is in flight, and the reply to an earlier one is never shown. */
async function predict(values, isNew) {
  running?.abort();
  const own = new AbortController();
  running = own;
  form.setAttribute("aria-busy", "true");
  let page;
  try {
    page = await post(address, new URLSearchParams(values), own.signal).then(asPage);
  } catch {
    page = null;
  }
  if (own !== running) {
    return;
  }
  form.removeAttribute("aria-busy");
  if (page === null || !isSameForm(page)) {
    // The browser shows whatever has come instead.
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  show(page);
  asked = values;
  if (isNew) {
    history.pushState({ entered: values, answered }, "", address);
    focus("answer-title", "problems-title");
  }
}

function post(url, body, signal) {
  return fetch(url, { method: "POST", body, signal, headers: { Accept: "text/html" } });
}

async function asPage(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  // Focus is set below, and only for a new answer.
  page.querySelectorAll("[autofocus]").forEach((heading) => heading.removeAttribute("autofocus"));
  return page;
}

function isSameForm(page) {
  return controls().length === page.querySelectorAll(".field input, .field select").length
    && controls().every((control) =>
      page.getElementById(control.id)?.getAttribute("name") === control.getAttribute("name"));
}

/** Controls stay as they are, with what is being typed; all around them is replaced. */
function show(page) {
  result.replaceChildren(...page.getElementById("result").childNodes);
  for (const control of controls()) {
    const fresh = page.getElementById(control.id);
    const invalid = fresh.getAttribute("aria-invalid");
    if (invalid === null) {
      control.removeAttribute("aria-invalid");
    } else {
      control.setAttribute("aria-invalid", invalid);
    }
    control.closest(".field").className = fresh.closest(".field").className;
    control.closest(".field").querySelector(".hint").replaceWith(fresh.closest(".field").querySelector(".hint"));
  }
  const code = document.getElementById("code");
  const isOpen = code.open;
  code.replaceChildren(...page.getElementById("code").childNodes);
  code.open = isOpen;
  document.title = page.title;
  answered = document.getElementById("answer-title") !== null;
}

function focus(...names) {
  names.map((name) => document.getElementById(name)).find((heading) => heading !== null)?.focus();
}

function restore(state) {
  const values = new Map(state.entered);
  controls().forEach((control) => {
    control.value = values.get(control.getAttribute("name")) ?? "";
  });
  if (state.answered) {
    predict(state.entered, false);
  } else {
    running?.abort();
    running = null;
    result.replaceChildren(...unanswered);
    answered = false;
  }
}

addEventListener("popstate", (event) => {
  if (event.state?.entered) {
    restore(event.state);
  }
});
addEventListener("pagehide", remember);
if (history.state?.entered && !answered) {
  restore(history.state);
}
