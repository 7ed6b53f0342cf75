package dev.onward.openapi;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.table.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model's rows and answers in the formats of other model servers, as JSON Schema. */
final class ScoringSchemas {

    private static final Map<String, Object> ANYTHING = Json.object();
    private static final Map<String, Object> NUMBER = Json.object("type", List.of("number", "null"));

    private final String key;
    private final List<Feature> features;
    private final Map<String, Object> schemas = Json.object();

    private ScoringSchemas(String key, List<Feature> features) {
        this.key = key;
        this.features = features;
    }

    /**
     * The schemas of one model by the names of components.
     *
     * @param key by which the components of this model are called
     * @param none the model's answer to no rows, which shows of what kind the others are
     */
    static Map<String, Object> of(String key, Model model, Prediction none) {
        ScoringSchemas schemas = new ScoringSchemas(key, model.schema().features());
        schemas.addRows();
        schemas.addRequests();
        schemas.schemas.put(key + ".Predictions", answer(none));
        return schemas.schemas;
    }

    private void addRows() {
        List<Object> cells = new ArrayList<>();
        Map<String, Object> record = Json.object();
        Map<String, Object> columns = Json.object();
        List<String> required = new ArrayList<>();
        for (Feature feature : features) {
            String name = key + ".Cell." + cells.size();
            schemas.put(name, cell(feature));
            Map<String, Object> cell = Json.ref("schemas", name);
            cells.add(cell);
            record.put(feature.name(), cell);
            columns.put(feature.name(), anyOf(cell, array(cell)));
            if (!feature.optional()) {
                required.add(feature.name());
            }
        }
        schemas.put(key + ".Record", exactly(record, required));
        Map<String, Object> columnar = exactly(columns, required);
        columnar.put("description", "A list for each feature, all equally long; or a value for each, of one row.");
        schemas.put(key + ".Columns", columnar);
        schemas.put(
                key + ".List",
                Json.object(
                        "type",
                        "array",
                        "description",
                        "A value for each feature, in their order.",
                        "prefixItems",
                        cells,
                        "minItems",
                        cells.size(),
                        "maxItems",
                        cells.size()));
    }

    /** A value, bare or as the only one of an array. */
    private static Map<String, Object> cell(Feature feature) {
        Map<String, Object> value = RowSchema.bare(feature);
        Map<String, Object> one = array(value);
        one.put("minItems", 1);
        one.put("maxItems", 1);
        Map<String, Object> cell = anyOf(value, one);
        cell.put("title", feature.title());
        return cell;
    }

    private void addRequests() {
        List<Object> rows = new ArrayList<>(List.of(ref("Record"), ref("List")));
        List<Object> inputs = new ArrayList<>();
        if (features.size() == 1) {
            rows.add(ref("Cell.0"));
            inputs.add(ref("Cell.0"));
        }
        Map<String, Object> instances = array(Json.object("anyOf", rows));
        inputs.add(instances);
        inputs.add(ref("Columns"));
        Map<String, Object> kserve = Json.object("instances", instances, "inputs", Json.object("anyOf", inputs));
        Map<String, Object> mlflow = Json.object("dataframe_split", split(), "dataframe_records", array(ref("Record")));
        mlflow.putAll(kserve);
        schemas.put(key + ".Kserve", oneOf(kserve));
        Map<String, Object> request = oneOf(mlflow);
        mlflow.put(
                "params",
                Json.object(
                        "type", List.of("object", "null"), "maxProperties", 0, "description", "The model takes none."));
        schemas.put(key + ".Mlflow", request);
    }

    /** With columns, rows have as many values as there are columns, which no schema can say. */
    private Map<String, Object> split() {
        List<String> names = features.stream().map(Feature::name).toList();
        Map<String, Object> columns = array(anyOf(Json.object("enum", names), Json.object("type", "integer")));
        columns.put("description", "The names of the columns in any order, or the numbers 0, 1, 2…");
        Map<String, Object> named = exactly(
                Json.object("columns", columns, "data", array(Json.object("type", "array")), "index", ANYTHING),
                List.of("columns", "data"));
        Map<String, Object> nameless =
                exactly(Json.object("data", array(ref("List")), "index", ANYTHING), List.of("data"));
        Map<String, Object> split = anyOf(named, nameless);
        split.put("description", "A data frame as pandas splits it.");
        return split;
    }

    /** An object with one of these properties. Whatever else it has is passed over. */
    private static Map<String, Object> oneOf(Map<String, Object> properties) {
        List<Object> forms = properties.keySet().stream()
                .map(form -> (Object) Json.object("required", List.of(form)))
                .toList();
        return Json.object("type", "object", "properties", properties, "oneOf", forms);
    }

    private static Map<String, Object> answer(Prediction none) {
        Map<String, Object> item = none.match(
                ScoringSchemas::label,
                values -> item(values.values().stream().map(Value::name).toList(), NUMBER),
                outputs -> item(outputs.names(), Json.object("type", AnswerSchema.ANYTHING)));
        return Json.object(
                "type",
                "object",
                "properties",
                Json.object("predictions", array(item)),
                "required",
                List.of("predictions"));
    }

    private static Map<String, Object> label(Prediction.Classes classes) {
        List<String> names =
                classes.labels().stream().map(Label::name).distinct().toList();
        Map<String, Object> label = Json.object("type", classes.areWhole() ? "integer" : "string");
        if (!names.isEmpty() && names.size() <= AnswerSchema.MOST_NAMES) {
            label.put(
                    "enum",
                    classes.areWhole() ? names.stream().map(Json.Text::new).toList() : names);
        }
        return label;
    }

    /** One output bare, several by their names. */
    private static Map<String, Object> item(List<String> names, Map<String, Object> any) {
        if (names.size() == 1) {
            return any;
        }
        Map<String, Object> properties = Json.object();
        names.forEach(name -> properties.put(name, any));
        return AnswerSchema.named(properties, any);
    }

    private Map<String, Object> ref(String name) {
        return Json.ref("schemas", key + "." + name);
    }

    private static Map<String, Object> anyOf(Object... schemas) {
        return Json.object("anyOf", List.of(schemas));
    }

    private static Map<String, Object> array(Map<String, Object> items) {
        return Json.object("type", "array", "items", items);
    }

    /** An object of these properties and no others. */
    private static Map<String, Object> exactly(Map<String, Object> properties, List<String> required) {
        Map<String, Object> object = Json.object("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("additionalProperties", false);
        return object;
    }
}
