package dev.onward.page.form;

import dev.onward.csv.CsvScorer;
import dev.onward.details.DetailOptions;
import dev.onward.http.Messages;
import dev.onward.http.RequestContext;
import dev.onward.http.Templates;
import dev.onward.http.UrlEncoding;
import dev.onward.http.body.BodyException;
import dev.onward.json.JsonGenerators;
import dev.onward.model.Model;
import dev.onward.openapi.ExampleRow;
import dev.onward.serving.FileScoring;
import dev.onward.serving.RequestDetails;
import dev.onward.settings.Settings;
import dev.onward.table.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** The files that are scored on the page of a model: with a script in parts, otherwise as an upload. */
public final class FileHandlers {

    /** The path of the elements with which a script shows what comes of a file. */
    public static final String RUN = "/file";

    /** The prefix of the texts that the script composes. */
    private static final String SCRIPT_TEXTS = "script.";

    private final FormPage page;
    private final Templates templates;
    private final FileScoring files;

    public FileHandlers(FormPage page, Templates templates, Settings settings) {
        this.page = page;
        this.templates = templates;
        files = new FileScoring(settings);
    }

    /** Sends the predictions for a file as a download, or the form with the problems of the file. */
    void score(Model model, RequestDetails details, RequestContext request) throws IOException {
        // A model that is not tabular has no form to show problems on.
        FormContent content = FormContent.of(FormView.of(model.schema(), Map.of(), Messages.of(request)));
        try {
            files.sendUpload(model, details.source(DetailOptions.DEFAULT), FileHandlers::summary, request);
        } catch (InvalidInputException e) {
            List<String> listed = e.problems().stream()
                    .limit(ProblemView.MAX_LISTED)
                    .map(problem -> problem.text(e.unit()))
                    .toList();
            request.status(400);
            page.send(request, model, content.withFileProblems(FileProblems.of(listed, e.total())));
        } catch (BodyException e) {
            if (e.status() != 400 && e.status() != 413) {
                throw e;
            }
            request.status(e.status());
            page.send(
                    request,
                    model,
                    content.withFileProblems(FileProblems.of(List.of(String.valueOf(e.getMessage())), 1)));
        }
    }

    /** The end of a file's name: without a script, nothing else of the response is seen. */
    private static String summary(CsvScorer.Count count) {
        String rows = "-scored-" + count.rows() + (count.rows() == 1 ? "-row" : "-rows");
        return count.badRows() == 0
                ? rows
                : rows + "-" + count.badRows() + (count.badRows() == 1 ? "-problem" : "-problems");
    }

    /** Sends a CSV file with the names of the features and the example rows, to be filled in. */
    public void csvTemplate(Model model, RequestContext request) throws IOException {
        String csv = ExampleRow.csv(ExampleRow.of(model), model.schema().names());
        String name = UrlEncoding.encode(model.name());
        request.header("Content-Disposition", "attachment; filename*=UTF-8''" + name + "-template.csv");
        request.send("text/csv;charset=UTF-8", csv.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the elements for a run, and the texts of the script, in the language of the page. */
    public void run(RequestContext request) throws IOException {
        templates.send(request, "run", Map.of("scriptTexts", scriptTexts(Messages.of(request))));
    }

    private static String scriptTexts(Messages messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonGenerators.of(out)) {
            json.writeStartObject();
            messages.keys(SCRIPT_TEXTS)
                    .forEach(key ->
                            json.writeStringProperty(key.substring(SCRIPT_TEXTS.length()), messages.pattern(key)));
            json.writeEndObject();
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
