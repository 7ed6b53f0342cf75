// Shows the OpenAPI document that the page links to. A long list of paths is collapsed at first.
const address = document.querySelector("link[rel=service-desc]").href;

fetch(address)
  .then((answer) => answer.json())
  .then((description) => {
    SwaggerUIBundle({
      dom_id: "#docs",
      spec: description,
      url: address,
      docExpansion: Object.keys(description.paths).length > 60 ? "none" : "list",
      defaultModelsExpandDepth: 0,
      deepLinking: true,
      validatorUrl: null,
    });
  })
  .catch((failure) => {
    document.getElementById("docs").textContent = "The API description could not be loaded: " + failure.message;
  });
