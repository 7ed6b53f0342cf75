package dev.onward.predict;

import dev.onward.csv.CsvScorer;
import dev.onward.http.ErrorFormat;
import dev.onward.http.Handler;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.Route;
import dev.onward.http.RouteGroup;
import dev.onward.http.UrlEncoding;
import dev.onward.http.body.ResponseSpool;
import dev.onward.http.body.Upload;
import dev.onward.json.JsonPredictions;
import dev.onward.json.JsonRows;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.openapi.ApiPart;
import dev.onward.serving.ModelHandler;
import dev.onward.serving.ModelLeases;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings;
import dev.onward.table.FormRow;
import dev.onward.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The routes for predictions of the default model, and of each model by its name. */
public final class PredictRoutes {

    private static final List<String> POSTED =
            List.of(MediaTypes.JSON, MediaTypes.CSV, MediaTypes.FORM, MediaTypes.MULTIPART);
    private static final List<String> JSON_FIRST = List.of(MediaTypes.JSON, MediaTypes.CSV);
    private static final List<String> CSV_FIRST = List.of(MediaTypes.CSV, MediaTypes.JSON);

    private final Settings settings;

    private PredictRoutes(Settings settings) {
        this.settings = settings;
    }

    public static Slice slice(ModelLeases leases, Settings settings, ErrorFormat errors) {
        PredictRoutes predict = new PredictRoutes(settings);
        Handler query = leases.handler(predict::query);
        Handler post = leases.handler(predict::post);
        List<Route> routes = Stream.of(
                        "/predict", "/models/{model}/predict", "/models/{model}/versions/{version}/predict")
                .flatMap(path -> Stream.of(
                        Route.get(path, query).predicts().operation("query"),
                        Route.post(path, post).predicts().takesUploads().operation("predict")))
                .toList();
        return new Slice(new RouteGroup("/", errors, routes), ApiPart.of(PredictRoutes.class, new PredictSchemas()));
    }

    /** Handles GET with the features in the query string. */
    private void query(Model model, RequestContext request) throws IOException {
        answerFields(model, request.queryFields(), request);
    }

    /** Handles POST in any of the formats. */
    private void post(Model model, RequestContext request) throws IOException {
        switch (request.contentType(POSTED)) {
            case MediaTypes.CSV -> score(model, request.body().openInParts(settings.csvLimit()), request);
            case MediaTypes.FORM -> answerFields(model, request.formFields(settings.bodyLimit()), request);
            case MediaTypes.MULTIPART -> scoreUpload(model, request);
            default -> answerJson(model, request);
        }
    }

    private void answerJson(Model model, RequestContext request) throws IOException {
        String format = request.accepts(JSON_FIRST);
        JsonRows rows = JsonRows.read(request.body().open(settings.bodyLimit()), model.schema(), settings.rowLimit());
        answer(model, rows.table(), rows.single(), format, request);
    }

    private static void answerFields(Model model, Map<String, List<String>> fields, RequestContext request)
            throws IOException {
        String format = request.accepts(JSON_FIRST);
        answer(model, FormRow.read(fields, model.schema()), true, format, request);
    }

    private static void answer(Model model, Table table, boolean single, String format, RequestContext request)
            throws IOException {
        Prediction prediction = model.predict(table);
        request.record().setRows(prediction.rows());
        ModelHandler.setHeaders(model, request);
        request.send(withCharset(format), out -> {
            if (format.equals(MediaTypes.JSON)) {
                JsonPredictions.write(out, model, prediction, single);
            } else {
                CsvScorer.write(out, table, prediction);
            }
        });
    }

    private void scoreUpload(Model model, RequestContext request) throws IOException {
        try (Upload file = request.upload(settings.csvLimit());
                InputStream csv = file.content()) {
            request.header("Content-Disposition", disposition(answerName(file)));
            score(model, csv, request);
        }
    }

    /** The name of the response after that of the file: banknotes-scored.csv for banknotes.csv. */
    private static String answerName(Upload file) {
        String stem = file.fileName().orElse("").replaceFirst("(?i)\\.csv$", "");
        return (stem.isBlank() ? "answers" : stem) + "-scored.csv";
    }

    /** A Content-Disposition that names a download (RFC 6266): exactly for current clients, in ASCII for the others. */
    private static String disposition(String fileName) {
        String ascii = fileName.replaceAll("[^A-Za-z0-9._ -]", "_");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + UrlEncoding.encode(fileName);
    }

    private void score(Model model, InputStream csv, RequestContext request) throws IOException {
        String format = request.accepts(CSV_FIRST);
        try (ResponseSpool spool = ResponseSpool.create(settings.spoolFolder(), settings.spoolLimit())) {
            CsvScorer.OutputFormat answers =
                    format.equals(MediaTypes.CSV) ? CsvScorer.OutputFormat.CSV : CsvScorer.OutputFormat.JSON;
            CsvScorer.Count count = CsvScorer.score(csv, spool.out(), model, answers, progress -> {});
            request.record().setRows(count.rows() - count.badRows());
            ModelHandler.setHeaders(model, request);
            request.send(withCharset(format), spool);
        }
    }

    /** JSON is UTF-8 by definition; for CSV, the character set must be declared. */
    private static String withCharset(String format) {
        return format.equals(MediaTypes.CSV) ? "text/csv;charset=UTF-8" : format;
    }
}
