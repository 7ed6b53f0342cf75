package dev.onward.openapi;

import dev.onward.model.Model;
import dev.onward.table.Feature;
import java.util.List;
import java.util.Map;

/** The values for the components that all slices share: the rows of tabular models. */
final class RowSchemas implements ModelValues {

    @Override
    public Map<String, Object> of(Model model, String key) {
        return model.isTabular() ? Map.of("row", row(model), "fields", FeatureSchemas.fields(model)) : Map.of();
    }

    @Override
    public Map<String, Object> inBrief(Model model, String key) {
        return model.isTabular() ? Map.of("row", row(model)) : Map.of();
    }

    @Override
    public Map<String, Object> ofMany(List<Map<String, Object>> models, String key) {
        return Map.of(
                "rows",
                models.stream()
                        .map(model -> JsonTree.ref("schemas", model.get("key") + ".Row"))
                        .toList());
    }

    private static Map<String, Object> row(Model model) {
        Map<String, Object> row = JsonTree.object();
        for (Feature feature : model.schema().features()) {
            Map<String, Object> value = FeatureSchemas.json(feature);
            value.put("title", feature.title());
            value.put("description", FeatureSchemas.description(feature));
            row.put(feature.name(), value);
        }
        return row;
    }
}
