// Shows the OpenAPI document that the page links to. A long list of paths is collapsed at first.
const address = document.querySelector("link[rel=service-desc]").href;
const docs = document.getElementById("docs");

/** Swagger UI has the dark colours in a class. */
const dark = matchMedia("(prefers-color-scheme: dark)");
const chooseColours = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", chooseColours);
chooseColours();

/** The path of an operation is in a button, in which a link cannot be reached. The button changes the address as well. */
const withoutLinks = (system) => ({
  wrapComponents: { DeepLink: () => ({ text }) => system.React.createElement("span", null, text) },
});

/** What Swagger UI leaves without a role, a name or the right level, for assistive technology. */
const MISSING = [
  ["h3.opblock-tag, .models > h4", () => ({ role: "heading", "aria-level": 2 })],
  [".opblock h4", () => ({ role: "heading", "aria-level": 3 })],
  [".opblock h5", () => ({ role: "heading", "aria-level": 4 })],
  [".information-container", () => ({ role: "region", "aria-label": "About the API" })],
  [".scheme-container", () => ({ role: "region", "aria-label": "Server and keys" })],
  [".responses-table[role=region]", (table) => ({ "aria-label": "Responses of " + operationOf(table) })],
  [".modal-ux", () => ({ role: "dialog", "aria-label": "Keys" })],
  [".modal-ux h3", () => ({ role: "heading", "aria-level": 2 })],
  [".modal-ux h4", () => ({ role: "heading", "aria-level": 3 })],
  [".close-modal", () => ({ "aria-label": "Close" })],
  ["#servers", () => ({ "aria-label": "Server" })],
  [".parameters-col_description :is(select, input, textarea)", (control) => ({ "aria-label": parameterOf(control) })],
  ["select:not([aria-label], #servers, .parameters-col_description *)", () => ({ "aria-label": "Choice" })],
  ["textarea.body-param__text", () => ({ "aria-label": "Request body" })],
];

const operationOf = (element) =>
  element.closest(".opblock").querySelector(".opblock-summary-control").innerText.replace(/\s+/g, " ").trim();

const parameterOf = (control) => control.closest("tr").querySelector(".parameter__name").textContent.replace("*", "").trim();

/** Swagger UI draws parts anew at any time. Attributes that it does not set itself stay. */
function describe() {
  for (const [selector, attributes] of MISSING) {
    for (const element of docs.querySelectorAll(selector)) {
      if (!described.has(element)) {
        described.add(element);
        Object.entries(attributes(element)).forEach(([name, value]) => element.setAttribute(name, value));
      }
    }
  }
}

const described = new WeakSet();
new MutationObserver(describe).observe(docs, { childList: true, subtree: true });

fetch(address)
  .then((answer) => answer.json())
  .then((description) => {
    // Swagger UI does not follow the references of a path's own parameters.
    for (const path of Object.values(description.paths)) {
      path.parameters = path.parameters?.map(({ $ref }) => description.components.parameters[$ref.split("/").pop()]);
    }
    SwaggerUIBundle({
      dom_id: "#docs",
      spec: description,
      url: address,
      docExpansion: Object.keys(description.paths).length > 60 ? "none" : "list",
      defaultModelsExpandDepth: 0,
      deepLinking: true,
      plugins: [withoutLinks],
      syntaxHighlight: false,
      validatorUrl: null,
    });
  })
  .catch((failure) => {
    docs.textContent = "The API description could not be loaded: " + failure.message;
  });
