package dev.onward.web;

import dev.onward.csv.CsvScorer;
import dev.onward.json.JsonPredictions;
import dev.onward.json.JsonRows;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.settings.Settings;
import dev.onward.table.FormRow;
import dev.onward.table.Table;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Predictions for programs: JSON, a query string or form fields, a CSV file as the body or as an upload. */
final class Predict {

    private static final List<String> POSTED =
            List.of(MediaTypes.JSON, MediaTypes.CSV, MediaTypes.FORM, MediaTypes.MULTIPART);
    private static final List<String> JSON_FIRST = List.of(MediaTypes.JSON, MediaTypes.CSV);
    private static final List<String> CSV_FIRST = List.of(MediaTypes.CSV, MediaTypes.JSON);

    private final Settings settings;

    Predict(Settings settings) {
        this.settings = settings;
    }

    /** GET with the features as a query string. */
    void query(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        answerFields(model, FormFields.ofQuery(request), request, response);
    }

    /** POST in any of the formats. */
    void post(Model model, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (MediaTypes.of(request, POSTED)) {
            case MediaTypes.CSV -> csv(model, request, response);
            case MediaTypes.FORM -> form(model, request, response);
            case MediaTypes.MULTIPART -> upload(model, request, response);
            default -> json(model, request, response);
        }
    }

    private void json(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String format = MediaTypes.accepted(request, JSON_FIRST);
        InputStream body = Bodies.open(request, settings.bodyLimit());
        JsonRows rows = JsonRows.read(body, model.schema(), settings.rowLimit());
        answer(model, rows.table(), rows.single(), format, request, response);
    }

    private void form(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        answerFields(model, FormFields.ofBody(request, settings.bodyLimit()), request, response);
    }

    private static void answerFields(
            Model model, Map<String, List<String>> fields, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String format = MediaTypes.accepted(request, JSON_FIRST);
        answer(model, FormRow.read(fields, model.schema()), true, format, request, response);
    }

    private static void answer(
            Model model,
            Table table,
            boolean single,
            String format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Prediction prediction = model.predict(table);
        Exchange.of(request).rows(prediction.rows());
        response.setContentType(withCharset(format));
        name(model, response);
        Answers.send(response, out -> {
            if (format.equals(MediaTypes.JSON)) {
                JsonPredictions.write(out, model, prediction, single);
            } else {
                CsvScorer.write(out, table, prediction);
            }
        });
    }

    private void csv(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        score(model, Bodies.open(request, settings.csvLimit()), request, response);
    }

    private void upload(Model model, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Part file = Uploads.file(request, settings.csvLimit());
        try (InputStream csv = file.getInputStream()) {
            response.setHeader("Content-Disposition", Uploads.disposition(file));
            score(model, csv, request, response);
        } finally {
            file.delete();
        }
    }

    private void score(Model model, InputStream csv, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String format = MediaTypes.accepted(request, CSV_FIRST);
        try (Spool spool = Spool.create(settings.spoolFolder(), settings.spoolLimit())) {
            CsvScorer.Answers answers = format.equals(MediaTypes.CSV) ? CsvScorer.Answers.CSV : CsvScorer.Answers.JSON;
            CsvScorer.Count count = CsvScorer.score(csv, spool.out(), model, answers, progress -> {});
            Exchange.of(request).rows(count.rows() - count.faults());
            response.setContentType(withCharset(format));
            name(model, response);
            spool.send(response);
        }
    }

    /** A file of answers has no other place for it. */
    static void name(Model model, HttpServletResponse response) {
        response.setHeader("Onward-Model", ModelPath.encode(model.name()));
        response.setHeader("Onward-Version", ModelPath.encode(model.version()));
    }

    /** JSON is UTF-8 by definition; CSV has to say so. */
    private static String withCharset(String format) {
        return format.equals(MediaTypes.CSV) ? "text/csv;charset=UTF-8" : format;
    }
}
