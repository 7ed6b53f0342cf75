package dev.onward.web;

import dev.onward.csv.CsvTable;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.protocol.mlflow.ScoringPredictions;
import dev.onward.protocol.mlflow.ScoringRows;
import dev.onward.protocol.mlflow.ScoringRows.Dialect;
import dev.onward.settings.Settings;
import dev.onward.table.Table;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Predictions in the formats of other model servers: MLflow's, and those of KServe's first protocol. */
final class Scoring {

    private static final List<String> POSTED = List.of(MediaTypes.JSON, MediaTypes.CSV);

    private final Settings settings;

    Scoring(Settings settings) {
        this.settings = settings;
    }

    /** MLflow's {@code POST /invocations}. */
    void invocations(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean csv = MediaTypes.of(request, POSTED).equals(MediaTypes.CSV);
        InputStream body = Bodies.open(request, settings.bodyLimit());
        Table table = csv
                ? CsvTable.read(body, model.schema(), settings.rowLimit())
                : ScoringRows.read(body, Dialect.MLFLOW, model.schema(), settings.rowLimit());
        answer(model, table, request, response);
    }

    /** KServe's {@code POST /v1/models/{name}:predict}, which is JSON whatever its type is said to be. */
    void predict(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        InputStream body = Bodies.open(request, settings.bodyLimit());
        Table table = ScoringRows.read(body, Dialect.KSERVE, model.schema(), settings.rowLimit());
        answer(model, table, request, response);
    }

    private static void answer(Model model, Table table, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Prediction prediction = model.predict(table);
        Exchange.of(request).rows(prediction.rows());
        response.setContentType(MediaTypes.JSON);
        Predict.name(model, response);
        Answers.send(response, out -> ScoringPredictions.write(out, prediction));
    }
}
