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

    /** The key of what many models share. Keys of models contain a dot. */
    private static final String ANY = "Any";

    /**
     * The description of one model.
     *
     * @param model leased by the caller
     * @param isDetailed false for what a document of many models says of each
     */
    static DescribedModel of(Model model, List<ApiPart> parts, boolean isDetailed) {
        ModelCard card = model.card();
        String title = card.title().orElse(model.name());
        String about = title
                + card.description().map(description -> ": " + description).orElse("");
        String key = key(model.name()) + "." + key(model.version()).replace(".", "_2E");
        Map<String, Object> common =
                JsonTree.object("key", key, "model", model.name(), "version", model.version(), "about", about);
        if (isDetailed) {
            common.put("detailed", true);
        }
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
            all.putAll(isDetailed ? part.values().of(model, key) : part.values().inBrief(model, key));
            values.put(part, all);
        }
        return new DescribedModel(model.name(), model.version(), values);
    }

    /** The description of what many models share. It has no name and no version. */
    static DescribedModel ofMany(List<DescribedModel> models, List<ApiPart> parts) {
        Map<ApiPart, Map<String, Object>> values = new HashMap<>();
        for (ApiPart part : parts) {
            List<Map<String, Object>> each = models.stream()
                    .map(model -> model.values(part))
                    .filter(model -> model.containsKey("tabular"))
                    .toList();
            Map<String, Object> all = JsonTree.object("key", ANY, "detailed", true);
            if (!each.isEmpty()) {
                all.put("tabular", true);
                all.putAll(part.values().ofMany(each, ANY));
            }
            values.put(part, all);
        }
        return new DescribedModel("", "", values);
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
