package dev.onward.protocol.mlflow;

import dev.onward.csv.CsvTable;
import dev.onward.details.DetailOptions;
import dev.onward.details.DetailSource;
import dev.onward.details.ExplanationOptions;
import dev.onward.details.PredictionDetails;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.body.HeapUse;
import dev.onward.json.RowLimits;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.protocol.mlflow.ScoringRows.Dialect;
import dev.onward.serving.ModelHandler;
import dev.onward.serving.RequestDetails;
import dev.onward.settings.Settings;
import dev.onward.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Handles prediction requests in the formats of MLflow and of KServe's V1 protocol. */
final class ScoringHandlers {

    private static final List<String> MEDIA_TYPES = List.of(MediaTypes.JSON, MediaTypes.CSV);

    private static final DetailOptions EXPLANATIONS = DetailOptions.DEFAULT.withExplanation(ExplanationOptions.DEFAULT);

    private final Settings settings;

    ScoringHandlers(Settings settings) {
        this.settings = settings;
    }

    /** Handles MLflow's {@code POST /invocations}. */
    void invocations(Model model, RequestContext request) throws IOException {
        boolean csv = request.contentType(MEDIA_TYPES).equals(MediaTypes.CSV);
        InputStream body = request.body().open(settings.bodyLimit(), HeapUse.KEPT_ROWS);
        Table table = csv
                ? CsvTable.read(body, model.schema(), settings.rowLimit())
                : ScoringRows.read(body, Dialect.MLFLOW, model.schema(), limits(request));
        answer(model, table, request);
    }

    /**
     * Handles KServe's {@code POST /v1/models/{name}:predict}. As in KServe, the body is read as JSON regardless of its
     * Content-Type.
     */
    void predict(Model model, RequestContext request) throws IOException {
        InputStream body = request.body().open(settings.bodyLimit(), HeapUse.KEPT_ROWS);
        answer(model, ScoringRows.read(body, Dialect.KSERVE, model.schema(), limits(request)), request);
    }

    /**
     * Handles KServe's {@code POST /v1/models/{name}:explain}: predictions of the same rows as for {@code :predict},
     * each with the explanation of the predicted class or first value.
     */
    void explain(Model model, RequestDetails details, RequestContext request) throws IOException {
        InputStream body = request.body().open(settings.bodyLimit(), HeapUse.KEPT_ROWS);
        Table table = ScoringRows.read(body, Dialect.KSERVE, model.schema(), limits(request));
        details.checkRows(table.rows(), EXPLANATIONS);
        DetailSource source = details.source(EXPLANATIONS);
        Prediction prediction = model.predict(table);
        PredictionDetails found = source.of(table, prediction);
        request.record().setRows(prediction.rows());
        ModelHandler.setHeaders(model, request);
        request.send(MediaTypes.JSON, out -> ScoringPredictions.write(out, prediction, found));
    }

    private RowLimits limits(RequestContext request) {
        return new RowLimits(settings.rowLimit(), request.body()::expectAbsent);
    }

    private static void answer(Model model, Table table, RequestContext request) throws IOException {
        Prediction prediction = model.predict(table);
        request.record().setRows(prediction.rows());
        ModelHandler.setHeaders(model, request);
        request.send(MediaTypes.JSON, out -> ScoringPredictions.write(out, prediction, PredictionDetails.NONE));
    }
}
