// Shows what the page's service description says. A long list of models begins folded.
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
    document.getElementById("docs").textContent = "The description could not be read: " + failure.message;
  });
