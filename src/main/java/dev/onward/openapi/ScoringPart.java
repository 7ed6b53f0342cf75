package dev.onward.openapi;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.openapi.Samples.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the document says of one model in the formats of other model servers.
 *
 * @param key by which the components of this model are called
 * @param schemas by the names of components
 */
record ScoringPart(String key, Map<String, Object> schemas, ScoringSamples samples) {

    private static final String JSON = "application/json";
    private static final String WRONG = "The input is wrong, with its problems, or malformed, with line and column.";

    /** @param none the model's answer to no rows */
    static ScoringPart of(String key, Model model, Prediction none, Samples samples) {
        return new ScoringPart(key, ScoringSchemas.of(key, model, none), ScoringSamples.of(model, samples));
    }

    /** Adds what the paths of this model refer to. */
    @SuppressWarnings("unchecked")
    void addTo(Description description) {
        schemas.forEach((name, schema) -> description.schema(name, (Map<String, Object>) schema));
        Map<String, Object> file =
                ModelPart.withExamples(ModelPart.FILE, samples.file().stream().toList(), Sample::asked);
        description.body(
                key + ".Mlflow",
                Json.object(
                        "required",
                        true,
                        "content",
                        Json.object(JSON, question("Mlflow", samples.mlflow()), "text/csv", file)));
        description.body(
                key + ".Kserve",
                Json.object("required", true, "content", Json.object(JSON, question("Kserve", samples.kserve()))));
        List<Sample> all = new ArrayList<>(samples.mlflow());
        samples.file().ifPresent(all::add);
        description.response(key + ".Mlflow", answer(all));
        description.response(key + ".Kserve", answer(samples.kserve()));
        samples.wrong().ifPresent(wrong -> {
            description.response(key + ".MlflowWrong", wrong(Errors.MLFLOW, wrong, wrong.mlflow()));
            description.response(key + ".KserveWrong", wrong(Errors.KSERVE, wrong, wrong.kserve()));
        });
    }

    /** A reference to what is answered to a wrong question. */
    Map<String, Object> wrongRef(Errors errors, String format) {
        return samples.wrong().isPresent() ? Json.ref("responses", key + "." + format + "Wrong") : errors.ref(400);
    }

    private Map<String, Object> question(String format, List<Sample> asked) {
        return ModelPart.withExamples(
                Json.ref("schemas", key + "." + format), asked, sample -> new Json.Text(sample.asked()));
    }

    private Map<String, Object> answer(List<Sample> answered) {
        return ModelPart.answered(
                "An item for each row: a class by its label, a number where there is one, else an object.",
                Json.object(
                        JSON,
                        ModelPart.withExamples(
                                Json.ref("schemas", key + ".Predictions"),
                                answered,
                                sample -> new Json.Text(sample.answered()))));
    }

    private static Map<String, Object> wrong(Errors errors, Wrong wrong, Map<String, Object> answer) {
        return Operation.response(WRONG, errors.content("short", wrong.summary(), answer));
    }
}
