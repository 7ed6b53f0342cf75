package dev.onward.protocol.mlflow;

import dev.onward.csv.CsvTable;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.body.HeapUse;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.protocol.mlflow.ScoringRows.Dialect;
import dev.onward.serving.ModelHandler;
import dev.onward.settings.Settings;
import dev.onward.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Handles prediction requests in the formats of MLflow and of KServe's V1 protocol. */
final class ScoringHandlers {

    private static final List<String> MEDIA_TYPES = List.of(MediaTypes.JSON, MediaTypes.CSV);

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
                : ScoringRows.read(body, Dialect.MLFLOW, model.schema(), settings.rowLimit());
        answer(model, table, request);
    }

    /**
     * Handles KServe's {@code POST /v1/models/{name}:predict}. As in KServe, the body is read as JSON regardless of its
     * Content-Type.
     */
    void predict(Model model, RequestContext request) throws IOException {
        InputStream body = request.body().open(settings.bodyLimit(), HeapUse.KEPT_ROWS);
        answer(model, ScoringRows.read(body, Dialect.KSERVE, model.schema(), settings.rowLimit()), request);
    }

    private static void answer(Model model, Table table, RequestContext request) throws IOException {
        Prediction prediction = model.predict(table);
        request.record().setRows(prediction.rows());
        ModelHandler.setHeaders(model, request);
        request.send(MediaTypes.JSON, out -> ScoringPredictions.write(out, prediction));
    }
}
