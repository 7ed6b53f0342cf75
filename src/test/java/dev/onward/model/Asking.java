package dev.onward.model;

import dev.onward.details.PredictionDetails;
import dev.onward.json.JsonPredictions;
import dev.onward.json.JsonRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Asks a model in JSON, as a client would. */
public final class Asking {

    private Asking() {}

    /** The answers without the model's name and version. */
    public static String json(Model model, String rows) {
        JsonRows read =
                JsonRows.read(new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)), model.schema(), 1000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonPredictions.write(out, model, model.predict(read.table()), PredictionDetails.NONE, read.single());
        return out.toString(StandardCharsets.UTF_8).replace("\"model\":\"test\",\"version\":\"1\",", "");
    }
}
