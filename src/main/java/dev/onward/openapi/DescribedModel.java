package dev.onward.openapi;

import dev.onward.http.UrlEncoding;
import dev.onward.model.Model;
import dev.onward.model.card.ModelCard;
import dev.onward.table.Feature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of the document about one model. Does not keep the model.
 *
 * @param values for the placeholders of each part
 */
record DescribedModel(String name, String version, Map<ApiPart, Map<String, Object>> values) {

    /** @param model leased by the caller */
    static DescribedModel of(Model model, List<ApiPart> parts) {
        ModelCard card = model.card();
        String title = card.title().orElse(model.name());
        String about = title
                + card.description().map(description -> ": " + description).orElse("");
        String key = key(model.name()) + "." + key(model.version()).replace(".", "_2E");
        Map<String, Object> common =
                JsonTree.object("key", key, "model", model.name(), "version", model.version(), "about", about);
        if (model.isTabular()) {
            common.put("tabular", true);
            List<String> required = model.schema().features().stream()
                    .filter(feature -> !feature.optional())
                    .map(Feature::name)
                    .toList();
            if (!required.isEmpty()) {
                common.put("required", required);
            }
        }
        Map<ApiPart, Map<String, Object>> values = new HashMap<>();
        for (ApiPart part : parts) {
            Map<String, Object> all = new HashMap<>(common);
            all.putAll(part.values().of(model, key));
            values.put(part, all);
        }
        return new DescribedModel(model.name(), model.version(), values);
    }

    Map<String, Object> values(ApiPart part) {
        return values.getOrDefault(part, Map.of());
    }

    /** The text as part of a component's name, which may hold letters, digits, dots, dashes and underscores only. */
    static String key(String text) {
        return segment(text).replace("*", "_2A").replace("~", "_7E").replace('%', '_');
    }

    /** The text as a segment of a path. */
    static String segment(String text) {
        return UrlEncoding.encode(text);
    }
}
