// Answers in place. Without this script everything works as well: the forms post, and the answer is a new page.
// The properties of the form are not used, because a feature may be named like any of them.
import { followChanges, restoreSliders } from "./sliders.js";
import "./upload.js";

const form = document.querySelector("form.inputs");
const result = document.getElementById("result");
const workspace = result.parentElement;
/** Calls a method of the form, whose properties are its fields if features are named like them. */
const call = (method, ...values) => HTMLFormElement.prototype[method].call(form, ...values);
const address = call("getAttribute", "action");
const unanswered = Array.from(result.childNodes);
const CONTROLS = ".field input:not([type=range]), .field select";
const controls = () => Array.from(document.querySelectorAll(CONTROLS));
const entered = () => Array.from(new FormData(form));

/** The field with the row of the previous answer, to which the next one is compared; a feature may have its name. */
const previous = document.getElementById("previous");
const spoken = document.getElementById("spoken");

/** A reply to earlier values of a slider that is still moving is shown if it came within this time, in milliseconds. */
const FLUENT = 100;

let running = null;
let answered = document.getElementById("answer-title") !== null;

/** The values that the answer is for, which may have been changed since. */
let asked = entered();

/** The row of the answer that is shown. */
let answeredRow = previous?.value ?? "";

/** Whether the answer follows the values that are being changed, and whether they have changed since it was requested. */
let isFollowing = false;
let hasChanged = false;

document.addEventListener("submit", (event) => {
  if (event.target === form) {
    event.preventDefault();
    remember();
    hasChanged = false;
    compareWithAnswer();
    reservePlace();
    predict(entered(), true);
  } else if (event.target.matches(".languages")) {
    // What was entered is kept with this page, and answered again in the other language.
    event.preventDefault();
    const body = new URLSearchParams(new FormData(event.target, event.submitter));
    fetch(event.target.getAttribute("action"), { method: "POST", body, redirect: "manual" })
      .finally(() => location.reload());
  }
});

/** What follows the answer moves now, because of the person, and not when the answer arrives. */
function reservePlace() {
  result.classList.add("awaited");
}

function remember() {
  history.replaceState({ entered: answered ? asked : entered(), answered }, "");
}

function compareWithAnswer() {
  if (previous !== null) {
    previous.value = answeredRow;
  }
}

/** At most one request is in flight, and the reply to an earlier one is never shown. */
async function predict(values, isNew) {
  const page = await request(values);
  if (page === undefined) {
    return;
  }
  if (page === null || !isSameForm(page)) {
    // The browser shows whatever has come instead.
    call("submit");
    return;
  }
  show(page);
  asked = values;
  if (isNew) {
    history.pushState({ entered: values, answered }, "", address);
    focus("answer-title", "problems-title");
  }
}

/** Returns the page with the answer; null if the request failed, undefined if it has been superseded by another. */
async function request(values) {
  running?.abort();
  const own = new AbortController();
  running = own;
  call("setAttribute", "aria-busy", "true");
  let page;
  try {
    page = await post(address + "?part", new URLSearchParams(values), own.signal).then(asPage);
  } catch {
    page = null;
  }
  if (own !== running) {
    return undefined;
  }
  running = null;
  call("removeAttribute", "aria-busy");
  return page;
}

/** Answers while a value is being changed: again and again with the latest one, each time after the last reply. */
async function follow(isFirst) {
  const isComplete = controls().every((control) =>
    control.getAttribute("aria-required") !== "true" || control.value.trim() !== "");
  if (!isComplete) {
    return;
  }
  if (isFirst) {
    compareWithAnswer();
    reservePlace();
  }
  hasChanged = true;
  if (isFollowing) {
    return;
  }
  isFollowing = true;
  while (hasChanged) {
    hasChanged = false;
    const values = entered();
    const start = performance.now();
    const page = await request(values);
    if (page === undefined) {
      continue;
    }
    const isAnswer = page !== null && isSameForm(page);
    if (isAnswer && (!hasChanged || performance.now() - start < FLUENT)) {
      show(page);
      if (location.search !== "") {
        // The address is that of another row.
        remember();
        history.pushState({ entered: values, answered }, "", address);
      }
      asked = values;
    }
    workspace.classList.toggle("stale", !isAnswer);
  }
  isFollowing = false;
  spoken.textContent = workspace.classList.contains("stale") ? spoken.dataset.stale : document.title;
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
  return controls().length === page.querySelectorAll(CONTROLS).length
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
    const field = control.closest(".field");
    const freshField = fresh.closest(".field");
    field.className = freshField.className;
    field.querySelector(".hint").replaceWith(freshField.querySelector(".hint"));
    field.querySelector("svg")?.replaceWith(freshField.querySelector("svg"));
  }
  const code = document.getElementById("code");
  const isOpen = code.open;
  code.replaceChildren(...page.getElementById("code").childNodes);
  code.open = isOpen;
  document.getElementById("brief").replaceWith(page.getElementById("brief"));
  workspace.classList.remove("stale");
  document.title = page.title;
  answeredRow = page.getElementById("previous")?.value ?? "";
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
  restoreSliders();
  if (state.answered) {
    predict(state.entered, false);
  } else {
    running?.abort();
    running = null;
    hasChanged = false;
    result.replaceChildren(...unanswered);
    result.classList.remove("awaited");
    answered = false;
  }
}

addEventListener("popstate", (event) => {
  if (event.state?.entered) {
    restore(event.state);
  }
});
addEventListener("pagehide", remember);
// What is remembered while the page is left is not there after it has been loaded again.
document.addEventListener("change", (event) => {
  if (event.target.closest("form") === form) {
    remember();
  }
});
followChanges(form, follow);
if (history.state?.entered && !answered) {
  restore(history.state);
}
