package dev.onward.protocol.mlflow;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.openapi.ApiPart;
import dev.onward.openapi.FeatureSchemas;
import dev.onward.openapi.JsonTree;
import dev.onward.openapi.ModelValues;
import dev.onward.openapi.PredictionSchemas;
import dev.onward.table.Feature;
import dev.onward.table.TableBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The OpenAPI values of this slice: a model's rows and predictions as JSON Schema, and its examples. */
final class MlflowSchemas implements ModelValues {

    /** Shared by both dialects, because they share most schemas. */
    static final ApiPart PART = ApiPart.of(MlflowSchemas.class, new MlflowSchemas());

    @Override
    public Map<String, Object> of(Model model, String key) {
        if (!model.isTabular()) {
            return Map.of();
        }
        Map<String, Object> cells = JsonTree.object();
        List<Object> refs = new ArrayList<>();
        Map<String, Object> record = JsonTree.object();
        Map<String, Object> columns = JsonTree.object();
        for (Feature feature : model.schema().features()) {
            String name = key + ".Cell." + refs.size();
            cells.put(name, cell(feature));
            Map<String, Object> ref = JsonTree.ref("schemas", name);
            refs.add(ref);
            record.put(feature.name(), ref);
            columns.put(feature.name(), anyOf(ref, array(ref)));
        }
        List<Object> rows = rows(key);
        List<Object> inputs = new ArrayList<>();
        if (refs.size() == 1) {
            rows.addAll(refs);
            inputs.addAll(refs);
        }
        inputs.add(array(JsonTree.object("anyOf", rows)));
        inputs.add(JsonTree.ref("schemas", key + ".Columns"));
        Map<String, Object> values = JsonTree.object(
                "column", Map.of("enum", model.schema().names()),
                "cells", cells,
                "cellRefs", refs,
                "width", refs.size(),
                "recordCells", record,
                "columnCells", columns,
                "rowForms", rows,
                "inputForms", inputs,
                "prediction", prediction(model));
        values.putAll(MlflowExamples.values(model));
        return values;
    }

    @Override
    public Map<String, Object> ofMany(List<Map<String, Object>> models, String key) {
        List<Object> rows = rows(key);
        rows.add(Map.of("type", List.of("number", "string", "boolean", "null")));
        return JsonTree.object(
                "column",
                Map.of("type", "string"),
                "rowForms",
                rows,
                "inputForms",
                List.of(array(JsonTree.object("anyOf", rows)), JsonTree.ref("schemas", key + ".Columns")));
    }

    private static List<Object> rows(String key) {
        return new ArrayList<>(
                List.of(JsonTree.ref("schemas", key + ".Record"), JsonTree.ref("schemas", key + ".List")));
    }

    /** A value, bare or as the only element of an array. */
    private static Map<String, Object> cell(Feature feature) {
        Map<String, Object> value = FeatureSchemas.json(feature);
        Map<String, Object> one = array(value);
        one.put("minItems", 1);
        one.put("maxItems", 1);
        Map<String, Object> cell = anyOf(value, one);
        cell.put("title", feature.title());
        return cell;
    }

    private static Map<String, Object> prediction(Model model) {
        // The prediction for no rows has the same kind as all others.
        Prediction none = model.predict(new TableBuilder(model.schema()).build());
        return none.match(
                classes -> PredictionSchemas.label(
                        classes.labels().stream().map(Label::name).toList(), classes.areWhole()),
                values -> item(values.values().stream().map(Value::name).toList(), PredictionSchemas.NUMBER),
                outputs -> item(outputs.names(), PredictionSchemas.ANY));
    }

    /** One output directly, several outputs by name. */
    private static Map<String, Object> item(List<String> names, Map<String, Object> kind) {
        if (names.size() == 1) {
            return kind;
        }
        Map<String, Object> properties = JsonTree.object();
        names.forEach(name -> properties.put(name, kind));
        return PredictionSchemas.named(properties, kind);
    }

    private static Map<String, Object> anyOf(Object... schemas) {
        return JsonTree.object("anyOf", List.of(schemas));
    }

    private static Map<String, Object> array(Map<String, Object> items) {
        return JsonTree.object("type", "array", "items", items);
    }
}
