package dev.onward.page.model;

import dev.onward.http.MediaTypes;
import dev.onward.http.Messages;
import dev.onward.http.RequestContext;
import dev.onward.http.Templates;
import dev.onward.model.Model;
import dev.onward.openapi.ExampleRow;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.ModelLeases;
import dev.onward.settings.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page about a model, to be read and printed. */
public final class AboutHandlers {

    /** The template. */
    private static final String PAGE = "about";

    private final ModelRepository models;
    private final ModelLeases leases;
    private final Templates templates;
    private final Settings settings;

    public AboutHandlers(ModelRepository models, ModelLeases leases, Templates templates, Settings settings) {
        this.models = models;
        this.leases = leases;
        this.templates = templates;
        this.settings = settings;
    }

    /** Sends the page. All versions of the model predict one row for it. */
    public void show(Model model, RequestContext request) throws IOException {
        request.accepts(List.of(MediaTypes.HTML));
        templates.send(request, PAGE, variables(model, ModelUrls.of(request), request.baseUrl(), Messages.of(request)));
    }

    private Map<String, Object> variables(Model model, ModelUrls urls, String baseUrl, Messages messages) {
        Catalogue catalogue = models.catalogue();
        List<VersionView> versions = VersionView.of(catalogue, model.name());
        CurlCommands commands = new CurlCommands(
                baseUrl + urls.predictions(), !settings.apiKeys().isEmpty());
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("model", ModelView.of(model, messages));
        variables.put("card", CardView.of(model, messages));
        variables.put("recognition", model.recognition());
        variables.put("reliability", ReliabilityView.of(model, messages));
        variables.put("versions", versions);
        variables.put("unserved", catalogue.unserved(model.name()));
        variables.put("isOneOfMany", catalogue.names().size() > 1);
        variables.put("page", urls.page());
        variables.put("hasForm", model.isTabular());
        if (model.isTabular()) {
            variables.put("comparison", ComparisonView.of(model, versions, leases, messages));
            variables.put("curlJson", commands.json(ExampleRow.of(model).get(0).json()));
            variables.put("curlCsv", commands.csv());
        }
        return variables;
    }
}
