package dev.onward.predict;

import dev.onward.csv.CsvScorer;
import dev.onward.details.DetailOptions;
import dev.onward.details.DetailSource;
import dev.onward.details.PredictionDetails;
import dev.onward.http.ErrorFormat;
import dev.onward.http.Handler;
import dev.onward.http.HttpException;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.Route;
import dev.onward.http.RouteGroup;
import dev.onward.http.body.HeapUse;
import dev.onward.http.body.RequestBody;
import dev.onward.json.JsonPredictions;
import dev.onward.json.JsonRows;
import dev.onward.json.RowLimits;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.openapi.ApiPart;
import dev.onward.serving.FileScoring;
import dev.onward.serving.ModelHandler;
import dev.onward.serving.ModelLeases;
import dev.onward.serving.RequestDetails;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings;
import dev.onward.table.FormRow;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The routes for predictions of the default model, and of each model by its name. */
public final class PredictRoutes {

    private static final List<String> POSTED =
            List.of(MediaTypes.JSON, MediaTypes.CSV, MediaTypes.FORM, MediaTypes.MULTIPART);
    private static final List<String> JSON_FIRST = List.of(MediaTypes.JSON, MediaTypes.CSV);

    private final Settings settings;
    private final FileScoring files;

    private PredictRoutes(Settings settings) {
        this.settings = settings;
        files = new FileScoring(settings);
    }

    public static Slice slice(ModelLeases leases, Settings settings, ErrorFormat errors) {
        PredictRoutes predict = new PredictRoutes(settings);
        Handler query = leases.detailed(predict::query);
        Handler post = leases.detailed(predict::post);
        List<Route> routes = Stream.of(
                        "/predict", "/models/{model}/predict", "/models/{model}/versions/{version}/predict")
                .flatMap(path -> Stream.of(
                        Route.get(path, query).predicts().operation("query"),
                        Route.post(path, post).predicts().quick().takesUploads().operation("predict")))
                .toList();
        return new Slice(new RouteGroup("/", errors, routes), ApiPart.of(PredictRoutes.class, new PredictSchemas()));
    }

    /** Handles GET with the features in the query string. */
    private void query(Model model, RequestDetails details, RequestContext request) throws IOException {
        checkModel(model, request);
        DetailParameters.Split fields = DetailParameters.Split.of(request.queryFields(), model.schema());
        answerFields(model, details, fields.rest(), fields.options(), request);
    }

    /** Handles POST in any of the formats. */
    private void post(Model model, RequestDetails details, RequestContext request) throws IOException {
        checkModel(model, request);
        String type = request.contentType(POSTED);
        if (!type.equals(MediaTypes.CSV)) {
            PartParameters.expectNone(request.queryFields());
        }
        switch (type) {
            case MediaTypes.CSV -> sendCsv(model, details, request);
            case MediaTypes.FORM -> answerForm(model, details, request);
            case MediaTypes.MULTIPART ->
                files.sendUpload(model, source(model, details, request), count -> "-scored", request);
            default -> answerJson(model, details, request);
        }
    }

    /**
     * Refuses a request for another model file than the one that is served, as when a file is sent in parts and the
     * model is replaced meanwhile.
     */
    private static void checkModel(Model model, RequestContext request) {
        if (!request.matches(model.sha256())) {
            throw new HttpException(
                    412,
                    "If-Match: expected \"" + model.sha256() + "\", the sha256 of the served model in quotes, got "
                            + Text.cut(request.header("If-Match").orElse("")));
        }
    }

    private void sendCsv(Model model, RequestDetails details, RequestContext request) throws IOException {
        CsvScorer.Part part = PartParameters.read(request.queryFields());
        files.sendBody(model, source(model, details, request), part, request);
    }

    /** The source of the details of a file's rows. */
    private static DetailSource source(Model model, RequestDetails details, RequestContext request) {
        return details.source(
                DetailParameters.read(request.queryFields(), model.schema(), DetailParameters.Formats.CSV_FILE));
    }

    /** The options are in the query string or, unless a feature has the same name, among the fields of the form. */
    private void answerForm(Model model, RequestDetails details, RequestContext request) throws IOException {
        DetailParameters.Split fields =
                DetailParameters.Split.of(request.formFields(settings.bodyLimit()), model.schema());
        Map<String, List<String>> options = new LinkedHashMap<>(fields.options());
        request.queryFields()
                .forEach((name, values) -> options.merge(name, values, (first, second) -> Stream.of(first, second)
                        .flatMap(List::stream)
                        .toList()));
        answerFields(model, details, fields.rest(), options, request);
    }

    private void answerJson(Model model, RequestDetails details, RequestContext request) throws IOException {
        String format = request.accepts(JSON_FIRST);
        DetailOptions options = DetailParameters.read(request.queryFields(), model.schema(), formats(format));
        JsonRows rows = jsonRows(model, request.body());
        answer(model, new Answered(rows.table(), rows.single(), options), details, format, request);
    }

    private JsonRows jsonRows(Model model, RequestBody body) throws IOException {
        RowLimits limits = new RowLimits(settings.rowLimit(), body::expectAbsent);
        if (body.isAtMost(JsonRows.MAX_WHOLE)) {
            byte[] json = body.open(settings.bodyLimit(), HeapUse.WHOLE_ROWS).readAllBytes();
            return JsonRows.read(json, model, limits);
        }
        return JsonRows.read(body.open(settings.bodyLimit()), model, limits);
    }

    private static void answerFields(
            Model model,
            RequestDetails details,
            Map<String, List<String>> fields,
            Map<String, List<String>> options,
            RequestContext request)
            throws IOException {
        String format = request.accepts(JSON_FIRST);
        DetailOptions read = DetailParameters.read(options, model.schema(), formats(format));
        answer(
                model,
                new Answered(FormRow.read(fields, model.schema(), DetailParameters.NAMES), true, read),
                details,
                format,
                request);
    }

    /** The rows to be answered, as one object if there was one, and the requested details. */
    private record Answered(Table table, boolean single, DetailOptions options) {}

    private static void answer(
            Model model, Answered rows, RequestDetails details, String format, RequestContext request)
            throws IOException {
        details.checkRows(rows.table().rows(), rows.options());
        DetailSource source = details.source(rows.options());
        Prediction prediction = model.predict(rows.table());
        PredictionDetails found = source.of(rows.table(), prediction);
        request.record().setRows(prediction.rows());
        ModelHandler.setHeaders(model, request);
        request.send(withCharset(format), out -> {
            if (isCsv(format)) {
                CsvScorer.write(out, rows.table(), prediction, found, rows.options());
            } else {
                JsonPredictions.write(out, model, prediction, found, rows.single());
            }
        });
    }

    private static DetailParameters.Formats formats(String response) {
        return isCsv(response) ? DetailParameters.Formats.CSV_RESPONSE : DetailParameters.Formats.JSON;
    }

    private static boolean isCsv(String format) {
        return format.equals(MediaTypes.CSV);
    }

    /** JSON is UTF-8 by definition; for CSV, the character set must be declared. */
    private static String withCharset(String format) {
        return isCsv(format) ? "text/csv;charset=UTF-8" : format;
    }
}
