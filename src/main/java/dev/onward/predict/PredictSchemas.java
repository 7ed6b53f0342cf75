package dev.onward.predict;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.openapi.ExampleRow;
import dev.onward.openapi.FeatureSchemas;
import dev.onward.openapi.JsonTree;
import dev.onward.openapi.ModelValues;
import dev.onward.openapi.PredictionSchemas;
import dev.onward.table.Feature;
import dev.onward.table.TableBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The OpenAPI values of this slice: a model's query parameters, its predictions as JSON Schema, and its examples. */
final class PredictSchemas implements ModelValues {

    private static final List<String> IF_MATCH = List.of("If-Match");

    @Override
    public Map<String, Object> of(Model model, String key) {
        if (!model.isTabular()) {
            return Map.of();
        }
        List<ExampleRow> rows = ExampleRow.predicted(model);
        Map<String, Object> parameters = parameters(model, key, rows);
        // A name that a feature has means the feature.
        List<String> options = DetailParameters.NAMES.stream()
                .filter(name -> model.schema().position(name) < 0)
                .toList();
        Map<String, Object> formFields = FeatureSchemas.fields(model);
        options.forEach(name -> formFields.put(name, JsonTree.ref("schemas", "Option." + name)));
        Map<String, Object> values = JsonTree.object(
                "formFields",
                formFields,
                "parameters",
                parameters,
                "parameterRefs",
                references(parameters.keySet(), options, IF_MATCH),
                "postRefs",
                references(DetailParameters.NAMES, PartParameters.NAMES, IF_MATCH));
        values.putAll(bodyForms(model, key));
        values.putAll(answerValues(model));
        values.putAll(PredictExamples.values(model, rows));
        return values;
    }

    @Override
    public Map<String, Object> inBrief(Model model, String key) {
        if (!model.isTabular()) {
            return Map.of();
        }
        Map<String, Object> values = answerValues(model);
        values.putAll(PredictExamples.first(model));
        return values;
    }

    @Override
    public Map<String, Object> ofMany(List<Map<String, Object>> models, String key) {
        Map<String, Object> row = JsonTree.ref("schemas", key + ".Row");
        Map<String, Object> byPosition = JsonTree.object(
                "type", "array", "description", "The values of a row by position, for models of one matrix.");
        Map<String, Object> parameters = JsonTree.object(
                key + ".row",
                JsonTree.object(
                        "name", "row",
                        "in", "query",
                        "description", "The features of the model, each as a parameter of its own.",
                        "required", true,
                        "style", "form",
                        "explode", true,
                        "schema", JsonTree.object("type", "object")));
        return JsonTree.object(
                "parameters",
                parameters,
                "parameterRefs",
                references(parameters.keySet(), DetailParameters.NAMES, IF_MATCH),
                "postRefs",
                references(DetailParameters.NAMES, PartParameters.NAMES, IF_MATCH),
                "bodyForms",
                List.of(row, array(anyOf(row, byPosition))),
                "answers",
                models.stream()
                        .map(model -> JsonTree.ref("schemas", model.get("key") + ".Answer"))
                        .toList(),
                "rowRequests",
                PredictExamples.ofMany(models, "rowRequests"),
                "rowResponses",
                PredictExamples.ofMany(models, "rowResponses"));
    }

    /** Schemas of the bodies in JSON: a row or rows, also by position where the graph has a single matrix. */
    private static Map<String, Object> bodyForms(Model model, String key) {
        Map<String, Object> byName = JsonTree.ref("schemas", key + ".Row");
        Optional<Map.Entry<String, List<String>>> matrix = model.matrix();
        if (matrix.isEmpty()) {
            return Map.of("bodyForms", List.of(byName, array(byName)));
        }
        String name = key + ".Positions";
        Map<String, Object> byPosition = JsonTree.ref("schemas", name);
        Map<String, Object> one = array(byPosition);
        one.put("minItems", 1);
        one.put("maxItems", 1);
        Map<String, Object> input = JsonTree.object(
                "type",
                "object",
                "properties",
                Map.of(matrix.get().getKey(), anyOf(byPosition, one)),
                "required",
                List.of(matrix.get().getKey()),
                "additionalProperties",
                false);
        // A feature of this name takes precedence.
        boolean isNamed = model.schema().position(matrix.get().getKey()) < 0;
        List<Object> bodies = isNamed
                ? List.of(byName, input, array(anyOf(byName, byPosition, input)))
                : List.of(byName, array(anyOf(byName, byPosition)));
        return Map.of(
                "bodyForms",
                bodies,
                "positions",
                Map.of(name, positions(model, matrix.get().getValue())));
    }

    /** The values of a row in the order of the columns. */
    private static Map<String, Object> positions(Model model, List<String> columns) {
        List<Map<String, Object>> cells = columns.stream()
                .map(column -> model.schema().features().get(model.schema().position(column)))
                .map(FeatureSchemas::json)
                .toList();
        Map<String, Object> row = JsonTree.object("type", "array");
        row.put("description", "The values of a row by position, in the order of the features.");
        if (cells.stream().distinct().count() == 1) {
            row.put("items", cells.get(0));
        } else {
            row.put("prefixItems", cells);
        }
        row.put("minItems", cells.size());
        row.put("maxItems", cells.size());
        return row;
    }

    private static Map<String, Object> array(Map<String, Object> items) {
        return JsonTree.object("type", "array", "items", items);
    }

    private static Map<String, Object> anyOf(Object... schemas) {
        return JsonTree.object("anyOf", List.of(schemas));
    }

    /** Values for the schema of the model's predictions. */
    private static Map<String, Object> answerValues(Model model) {
        Map<String, Object> values = answer(model);
        List<String> names = new ArrayList<>(List.of("model", "version"));
        names.addAll(values.keySet());
        if (values.containsKey("label")) {
            names.add(names.indexOf("label") + 1, "title");
        }
        values.put("answerNames", names);
        return values;
    }

    private static List<?> references(
            Collection<String> names, Collection<String> otherNames, Collection<String> furtherNames) {
        return Stream.of(names, otherNames, furtherNames)
                .flatMap(Collection::stream)
                .map(name -> JsonTree.ref("parameters", name))
                .toList();
    }

    /** The features as parameters of a query string, by the names of components. */
    private static Map<String, Object> parameters(Model model, String key, List<ExampleRow> rows) {
        Map<String, Object> example = rows.isEmpty() ? Map.of() : rows.get(0).cells();
        Map<String, Object> parameters = JsonTree.object();
        for (Feature feature : model.schema().features()) {
            Map<String, Object> parameter = JsonTree.object("name", feature.name(), "in", "query");
            parameter.put("description", FeatureSchemas.description(feature));
            if (!feature.optional()) {
                parameter.put("required", true);
            }
            parameter.put("schema", FeatureSchemas.field(feature));
            if (example.containsKey(feature.name())) {
                parameter.put("example", JsonTree.literal(example.get(feature.name())));
            }
            parameters.put(key + "." + parameters.size(), parameter);
        }
        return parameters;
    }

    /** The schemas of the properties of this model's predictions, by name. */
    private static Map<String, Object> answer(Model model) {
        // The prediction for no rows has the same kind as any other.
        Prediction none = model.predict(new TableBuilder(model.schema()).build());
        return none.match(
                PredictSchemas::ofClasses,
                PredictSchemas::ofValues,
                outputs -> JsonTree.object("outputs", named(outputs.names(), PredictionSchemas.ANY)));
    }

    private static Map<String, Object> ofClasses(Prediction.Classes classes) {
        List<String> names = classes.labels().stream().map(Label::name).toList();
        Map<String, Object> properties = JsonTree.object("label", PredictionSchemas.label(names, false));
        if (classes.scores().isPresent()) {
            String scores = classes.areProbabilities() ? "probabilities" : "scores";
            properties.put(scores, named(names, PredictionSchemas.NUMBER));
        }
        return properties;
    }

    private static Map<String, Object> ofValues(Prediction.Values values) {
        if (values.values().size() == 1) {
            return JsonTree.object("value", number(values.values().get(0)));
        }
        Map<String, Object> numbers = JsonTree.object();
        values.values().forEach(value -> numbers.put(value.name(), number(value)));
        return JsonTree.object("values", PredictionSchemas.named(numbers, PredictionSchemas.NUMBER));
    }

    private static Map<String, Object> number(Value value) {
        Map<String, Object> number = JsonTree.object();
        number.putAll(PredictionSchemas.NUMBER);
        number.put(
                "description",
                value.title() + value.unit().map(unit -> ", in " + unit).orElse(""));
        return number;
    }

    private static Map<String, Object> named(List<String> names, Map<String, Object> kind) {
        Map<String, Object> properties = JsonTree.object();
        names.forEach(name -> properties.put(name, kind));
        return PredictionSchemas.named(properties, kind);
    }
}
