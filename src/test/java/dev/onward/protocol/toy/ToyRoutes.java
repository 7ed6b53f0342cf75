package dev.onward.protocol.toy;

import dev.onward.http.ErrorBody;
import dev.onward.http.ErrorResponse;
import dev.onward.http.RequestContext;
import dev.onward.http.Route;
import dev.onward.http.RouteGroup;
import dev.onward.http.body.RequestBody;
import dev.onward.json.JsonRows;
import dev.onward.json.RowLimits;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.openapi.ApiPart;
import dev.onward.serving.ModelLeases;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A protocol that answers rows in JSON with one line of text for each. */
public final class ToyRoutes {

    private ToyRoutes() {}

    public static Slice slice(ModelLeases leases, Settings settings) {
        Route predict = Route.post(
                        "/toy/{model}", leases.handler((model, request) -> predict(model, request, settings)))
                .predicts()
                .operation("toy.predict");
        return new Slice(new RouteGroup("/toy", ToyRoutes::error, List.of(predict)), ApiPart.of(ToyRoutes.class));
    }

    private static void predict(Model model, RequestContext request, Settings settings) throws IOException {
        RequestBody body = request.body();
        RowLimits limits = new RowLimits(settings.rowLimit(), body::expectAbsent);
        JsonRows rows = JsonRows.read(body.open(settings.bodyLimit()), model, limits);
        Prediction prediction = model.predict(rows.table());
        request.record().setRows(prediction.rows());
        request.sendText(IntStream.range(0, prediction.rows())
                .mapToObj(row -> line(prediction, row))
                .collect(Collectors.joining()));
    }

    private static String line(Prediction prediction, int row) {
        return prediction.match(
                classes -> classes.label(row).name() + "\n",
                values -> values.numbers().get(row, 0) + "\n",
                outputs -> String.join(" ", outputs.names()) + "\n");
    }

    private static ErrorBody error(ErrorResponse error, String id) {
        return ErrorBody.plain("toy error " + error.status() + ": " + error.detail() + "\n");
    }
}
