package dev.onward.page.form;

import dev.onward.http.Language;
import dev.onward.http.Messages;
import dev.onward.http.RequestContext;
import dev.onward.http.Templates;
import dev.onward.model.Model;
import dev.onward.openapi.ExampleRow;
import dev.onward.openapi.ExampleTensors;
import dev.onward.page.answer.ExplainedNumber;
import dev.onward.page.answer.FlipView;
import dev.onward.page.answer.Reasons;
import dev.onward.page.model.CurlCommands;
import dev.onward.page.model.ModelUrls;
import dev.onward.page.model.ModelView;
import dev.onward.page.model.TrainingView;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.settings.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page of a model, with a form if the model is tabular. */
public final class FormPage {

    /** The field of a query string, without a value, with which only those parts are sent that depend on the entered values. */
    private static final String PART = "part";

    /** The template for tabular models. */
    private static final String FORM = "form";

    /** The template for those of its parts that a script replaces. */
    private static final String FORM_PART = "part";

    /** The template for all other models. */
    private static final String NO_FORM = "no-form";

    /** A program with a longer row would not be read. */
    private static final int MAX_CODE_FEATURES = 100;

    /** As for all responses, but with the page's own script, which sends requests to this application only. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final ModelRepository models;
    private final Templates templates;
    private final Settings settings;

    public FormPage(ModelRepository models, Templates templates, Settings settings) {
        this.models = models;
        this.templates = templates;
        this.settings = settings;
    }

    /** Sends the page of a model that has no form. */
    void sendWithoutForm(RequestContext request, Model model) throws IOException {
        templates.send(request, NO_FORM, withoutForm(model, ModelUrls.of(request), Messages.of(request)));
    }

    /** Sends the form and what has come of it, or only the parts of the page that depend on it. */
    void send(RequestContext request, Model model, FormContent content) throws IOException {
        Messages messages = Messages.of(request);
        ModelUrls urls = ModelUrls.of(request);
        // What was entered can be read again after going back; nobody else may store it.
        request.header("Cache-Control", "private, no-cache");
        request.header("Content-Security-Policy", POLICY);
        if (request.asks(PART)) {
            templates.send(request, FORM_PART, part(model, urls, request.baseUrl(), content, messages));
        } else {
            templates.send(request, FORM, page(model, urls, request.baseUrl(), content, messages));
        }
    }

    /** Renders the page of a tabular model and discards it. */
    void warmUp(Model model, FormContent content) throws IOException {
        Messages messages = Messages.in(Language.ENGLISH);
        ModelUrls urls = new ModelUrls(Optional.empty(), Optional.empty());
        templates.warmUp(FORM, page(model, urls, "http://localhost", content, messages));
        templates.warmUp(FORM_PART, part(model, urls, "http://localhost", content, messages));
    }

    /** Renders the page of any other model and discards it. */
    void warmUpWithoutForm(Model model) throws IOException {
        ModelUrls urls = new ModelUrls(Optional.empty(), Optional.empty());
        templates.warmUp(NO_FORM, withoutForm(model, urls, Messages.in(Language.ENGLISH)));
    }

    /** The variables for the whole page. */
    private Map<String, Object> page(
            Model model, ModelUrls urls, String baseUrl, FormContent content, Messages messages) {
        Map<String, Object> variables = part(model, urls, baseUrl, content, messages);
        putModel(variables, model, urls, messages);
        variables.put("usage", UsageView.of(model));
        variables.put("csvTemplate", urls.csvTemplate());
        variables.put("predictions", urls.predictions());
        variables.put("scriptModel", ScriptModel.json(model));
        variables.put("fileProblems", content.fileProblems());
        variables.put("pasted", content.pasted());
        return variables;
    }

    /** The variables for what depends on the entered values. */
    private Map<String, Object> part(
            Model model, ModelUrls urls, String baseUrl, FormContent content, Messages messages) {
        boolean needsKey = !settings.apiKeys().isEmpty();
        String predictions = baseUrl + urls.predictions();
        FormView form = content.form();
        Optional<FormContent.Answered> answered = content.answered();
        ExampleRow row = answered.map(FormContent.Answered::entered)
                .orElseGet(() -> ExampleRow.of(model).get(0));
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("form", form);
        variables.put("groups", FieldGroup.of(model.card(), form.shownFields(), messages));
        variables.put("title", title(model, content, messages));
        variables.put("page", urls.page());
        variables.put("link", form.link(model.schema()).orElse(""));
        answered.ifPresent(found -> {
            variables.put("reasons", found.reasons());
            variables.put("flipLink", flipLink(model, form, found.reasons()));
        });
        variables.put(
                "charts",
                FieldChart.of(
                        model,
                        form.values(),
                        answered.flatMap(found -> found.reasons().curves()),
                        answered.flatMap(found -> ExplainedNumber.of(found.prediction())),
                        messages));
        variables.put("canCompare", PreviousRow.isPossible(model));
        variables.put("previous", content.previous().json());
        variables.put("needsKey", needsKey);
        CodeSnippets snippets = new CodeSnippets(predictions, baseUrl + urls.tensors(model), needsKey);
        variables.put(
                "snippets",
                row.cells().size() > MAX_CODE_FEATURES
                        ? List.of()
                        : snippets.of(row, ExampleTensors.request(model, row)));
        variables.put("curlCsv", new CurlCommands(predictions, needsKey).csv());
        return variables;
    }

    private static String title(Model model, FormContent content, Messages messages) {
        String title = ModelView.of(model, messages).title();
        return content.fileProblems().isEmpty()
                ? content.form().pageTitle(title, messages)
                : messages.text("title.file", title);
    }

    private static String flipLink(Model model, FormView form, Reasons reasons) {
        return reasons.flip()
                .flatMap(FlipView::change)
                .flatMap(change -> form.link(model.schema(), change))
                .orElse("");
    }

    private Map<String, Object> withoutForm(Model model, ModelUrls urls, Messages messages) {
        Map<String, Object> variables = new LinkedHashMap<>();
        putModel(variables, model, urls, messages);
        variables.put("recognition", model.recognition());
        model.notTabularReason().ifPresent(reason -> variables.put("reason", reason));
        return variables;
    }

    /** Puts the variables for the head of the page and the summary of the card, which every model has. */
    private void putModel(Map<String, Object> variables, Model model, ModelUrls urls, Messages messages) {
        Catalogue catalogue = models.catalogue();
        variables.put("model", ModelView.of(model, messages));
        variables.put("training", TrainingView.of(model.card(), model.isTabular()));
        variables.put("unserved", catalogue.unserved(model.name()));
        variables.put("isOneOfMany", catalogue.names().size() > 1);
        variables.put("about", urls.about());
    }
}
