package dev.onward.serving;

import dev.onward.csv.CsvScorer;
import dev.onward.details.DetailSource;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.UrlEncoding;
import dev.onward.http.body.ResponseSpool;
import dev.onward.http.body.Upload;
import dev.onward.model.Model;
import dev.onward.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Predicts the rows of CSV files that requests send. */
public final class FileScoring {

    private static final List<String> FORMATS = List.of(MediaTypes.CSV, MediaTypes.JSON);

    /** A header has to stay short. */
    private static final int MAX_LISTED = 20;

    private final Settings settings;

    public FileScoring(Settings settings) {
        this.settings = settings;
    }

    /**
     * Predicts the rows of the file of a multipart form, and sends the predictions as a download. Its name is that of
     * the file with an ending: banknotes-scored.csv for banknotes.csv, or banknotes-scored.json if JSON is accepted.
     *
     * @param ending of the name, without the extension
     * @throws dev.onward.table.InvalidInputException as {@link CsvScorer#score} does
     * @throws dev.onward.http.body.BodyException as {@link RequestContext#upload} does
     */
    public void sendUpload(
            Model model, DetailSource details, Function<CsvScorer.Count, String> ending, RequestContext request)
            throws IOException {
        try (Upload file = request.upload(settings.csvLimit());
                InputStream csv = file.content()) {
            CsvScorer.Count count = score(model, details, CsvScorer.Part.WHOLE, csv, request);
            String extension = wantsCsv(request) ? ".csv" : ".json";
            request.header("Content-Disposition", disposition(stem(file) + ending.apply(count) + extension));
        }
    }

    /**
     * Predicts the rows of the body of a request, and sends the predictions.
     *
     * @throws dev.onward.table.InvalidInputException as {@link CsvScorer#score} does
     */
    public void sendBody(Model model, DetailSource details, CsvScorer.Part part, RequestContext request)
            throws IOException {
        score(model, details, part, request.body().openInParts(settings.csvLimit()), request);
    }

    private CsvScorer.Count score(
            Model model, DetailSource details, CsvScorer.Part part, InputStream csv, RequestContext request)
            throws IOException {
        boolean isCsv = wantsCsv(request);
        try (ResponseSpool spool = ResponseSpool.create(settings.spoolFolder(), settings.spoolLimit())) {
            CsvScorer.OutputFormat format = isCsv ? CsvScorer.OutputFormat.CSV : CsvScorer.OutputFormat.JSON;
            CsvScorer.Outcome outcome = CsvScorer.score(csv, part, spool.out(), model, details, format, progress -> {});
            CsvScorer.Count count = outcome.count();
            request.record().setRows(count.rows() - count.badRows());
            ModelHandler.setHeaders(model, request);
            request.header("Onward-Rows", Long.toString(count.rows()));
            request.header("Onward-Bad-Rows", Long.toString(count.badRows()));
            if (!outcome.renamed().isEmpty()) {
                request.header("Onward-Renamed-Columns", renamed(outcome));
            }
            request.send(isCsv ? "text/csv;charset=UTF-8" : MediaTypes.JSON, spool);
            return count;
        }
    }

    private static boolean wantsCsv(RequestContext request) {
        return request.accepts(FORMATS).equals(MediaTypes.CSV);
    }

    /** The first renamed columns, such as {@code Variance=variance}, and an ellipsis if there are more. */
    private static String renamed(CsvScorer.Outcome outcome) {
        return outcome.renamed().entrySet().stream()
                        .limit(MAX_LISTED)
                        .map(column ->
                                UrlEncoding.encode(column.getKey()) + "=" + UrlEncoding.encode(column.getValue()))
                        .collect(Collectors.joining(", "))
                + (outcome.renamed().size() > MAX_LISTED ? ", ..." : "");
    }

    private static String stem(Upload file) {
        String stem = file.fileName().orElse("").replaceFirst("(?i)\\.csv$", "");
        return stem.isBlank() ? "answers" : stem;
    }

    /** A Content-Disposition that names a download (RFC 6266): exactly for current clients, in ASCII for the others. */
    private static String disposition(String fileName) {
        String ascii = fileName.replaceAll("[^A-Za-z0-9._ -]", "_");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + UrlEncoding.encode(fileName);
    }
}
