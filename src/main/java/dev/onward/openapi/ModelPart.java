package dev.onward.openapi;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.ModelCard;
import dev.onward.openapi.Samples.Sample;
import dev.onward.table.Feature;
import dev.onward.table.TableBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the document says of one model, made while the model is leased. It does not hold the model.
 *
 * @param key by which the components of this model are called
 * @param lead who the model is, in a sentence or two
 * @param row of features as JSON; empty if the model is not tabular, as are the next four
 * @param fields of features as a form has them
 * @param answer to a row
 * @param parameters a query string's, one for each feature
 * @param samples what was asked and answered
 * @param scoring the same in the formats of other model servers; empty if the model is not tabular
 */
record ModelPart(
        String name,
        String version,
        String key,
        String title,
        String lead,
        Map<String, Object> row,
        Map<String, Object> fields,
        Map<String, Object> answer,
        List<Map<String, Object>> parameters,
        Samples samples,
        Optional<ScoringPart> scoring,
        Optional<TensorSample> tensors) {

    /** A file of CSV, which has at least the line of names. */
    static final Map<String, Object> FILE = Json.object("type", "string", "minLength", 1);

    private static final Samples NO_SAMPLES =
            new Samples(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    static ModelPart of(Model model) {
        ModelCard card = model.card();
        String title = card.title().isEmpty() ? model.name() : card.title();
        boolean tabular = model.isTabular();
        Samples samples = tabular ? Samples.of(model) : NO_SAMPLES;
        String key = Names.key(model.name()) + "." + Names.key(model.version()).replace(".", "_2E");
        Optional<Prediction> none = Optional.of(model)
                .filter(Model::isTabular)
                .map(asked -> asked.predict(new TableBuilder(asked.schema()).build()));
        return new ModelPart(
                model.name(),
                model.version(),
                key,
                title,
                card.description(),
                tabular ? RowSchema.row(model.schema()) : Map.of(),
                tabular ? RowSchema.fields(model.schema()) : Map.of(),
                none.map(answer -> AnswerSchema.of(model, answer)).orElse(Map.of()),
                tabular ? parameters(model, samples) : List.of(),
                samples,
                none.map(answer -> ScoringPart.of(key, model, answer, samples)),
                TensorSample.of(model));
    }

    boolean isTabular() {
        return !row.isEmpty();
    }

    private static List<Map<String, Object>> parameters(Model model, Samples samples) {
        Map<String, Object> example = samples.rows().stream()
                .findFirst()
                .map(sample -> sample.row().cells())
                .orElse(Map.of());
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (Feature feature : model.schema().features()) {
            Map<String, Object> parameter = Json.object("name", feature.name(), "in", "query");
            parameter.put("description", RowSchema.description(feature));
            if (!feature.optional()) {
                parameter.put("required", true);
            }
            parameter.put("schema", RowSchema.cell(feature));
            if (example.containsKey(feature.name())) {
                parameter.put("example", Json.literal(example.get(feature.name())));
            }
            parameters.add(parameter);
        }
        return parameters;
    }

    /** Adds what the paths of this model refer to. */
    void addTo(Description description) {
        if (!isTabular()) {
            return;
        }
        description.schema(key + ".Row", row);
        description.schema(key + ".Fields", fields);
        description.schema(key + ".Answer", answer);
        for (int i = 0; i < parameters.size(); i++) {
            description.parameter(key + "." + i, parameters.get(i));
        }
        description.body(key, body());
        description.response(key + ".One", one());
        description.response(key + ".Answers", answers());
        samples.wrong()
                .ifPresent(wrong -> description.response(
                        key + ".Wrong",
                        Operation.response(
                                "The input is wrong, with its problems, or malformed, with line and column.",
                                Errors.PROBLEM.content("incomplete", wrong.summary(), wrong.problem()))));
        scoring.ifPresent(part -> part.addTo(description));
    }

    List<Map<String, Object>> parameterRefs() {
        List<Map<String, Object>> refs = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            refs.add(Json.ref("parameters", key + "." + i));
        }
        return refs;
    }

    Map<String, Object> wrongRef() {
        return samples.wrong().isPresent() ? Json.ref("responses", key + ".Wrong") : Errors.PROBLEM.ref(400);
    }

    private Map<String, Object> body() {
        Map<String, Object> content = Json.object();
        Map<String, Object> rowRef = Json.ref("schemas", key + ".Row");
        content.put(
                "application/json",
                withExamples(
                        Json.object("anyOf", List.of(rowRef, Json.object("type", "array", "items", rowRef))),
                        concat(samples.rows(), samples.batch()),
                        sample -> new Json.Text(sample.asked())));
        content.put(
                "application/x-www-form-urlencoded",
                withExamples(
                        Json.ref("schemas", key + ".Fields"),
                        samples.rows().stream().limit(1).toList(),
                        sample -> new Json.Text(sample.asked())));
        content.put("text/csv", withExamples(FILE, concat(List.of(), samples.file()), Sample::asked));
        Map<String, Object> upload = Json.object(
                "type",
                "object",
                "properties",
                Json.object("file", Json.object("type", "string", "contentMediaType", "text/csv")),
                "required",
                List.of("file"));
        Map<String, Object> multipart =
                withExamples(upload, concat(List.of(), samples.file()), sample -> Json.object("file", sample.asked()));
        multipart.put("encoding", Json.object("file", Json.object("contentType", "text/csv")));
        content.put("multipart/form-data", multipart);
        return Json.object("required", true, "content", content);
    }

    /** The answer to a query string. */
    private Map<String, Object> one() {
        List<Sample> first = samples.rows().stream().limit(1).toList();
        Map<String, Object> content = Json.object(
                "application/json",
                withExamples(Json.ref("schemas", key + ".Answer"), first, sample -> new Json.Text(sample.answered())),
                "text/csv",
                Json.object("schema", Json.object("type", "string")));
        return answered("The answer to the row.", content);
    }

    private Map<String, Object> answers() {
        Map<String, Object> answerRef = Json.ref("schemas", key + ".Answer");
        Map<String, Object> schema = Json.object(
                "anyOf",
                List.of(
                        answerRef,
                        Json.object(
                                "type",
                                "array",
                                "items",
                                Json.object("anyOf", List.of(answerRef, Json.ref("schemas", "RowError"))))));
        Map<String, Object> content = Json.object(
                "application/json",
                withExamples(
                        schema, concat(samples.rows(), samples.batch()), sample -> new Json.Text(sample.answered())),
                "text/csv",
                withExamples(Json.object("type", "string"), concat(List.of(), samples.file()), Sample::answered));
        return answered(
                "One answer to one row, a list to a list; for CSV the same file with the answers as further columns.",
                content);
    }

    /** An answer that names its model. */
    static Map<String, Object> answered(String description, Map<String, Object> content) {
        Map<String, Object> response = Operation.response(description, content);
        Operation.withHeader(response, "Onward-Model", "The model that answered.");
        return Operation.withHeader(response, "Onward-Version", "Its version.");
    }

    /** @param value what is shown of a sample */
    static Map<String, Object> withExamples(Object schema, List<Sample> samples, Function<Sample, Object> value) {
        Map<String, Object> mediaType = Json.object("schema", schema);
        Map<String, Object> examples = Json.object();
        for (Sample sample : samples) {
            examples.put(sample.key(), Json.object("summary", sample.title(), "value", value.apply(sample)));
        }
        if (!examples.isEmpty()) {
            mediaType.put("examples", examples);
        }
        return mediaType;
    }

    private static List<Sample> concat(List<Sample> samples, Optional<Sample> last) {
        List<Sample> all = new ArrayList<>(samples);
        last.ifPresent(all::add);
        return all;
    }
}
