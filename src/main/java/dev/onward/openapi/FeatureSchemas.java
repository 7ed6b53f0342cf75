package dev.onward.openapi;

import dev.onward.model.Model;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import dev.onward.table.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Features as JSON Schema. A schema refuses exactly the values that the application refuses; the range of the training
 * data is part of the description.
 */
public final class FeatureSchemas {

    /** Characters up to U+FFFF, which excludes surrogates. */
    private static final String PLAIN = "[\\u0000-\\uD7FF\\uE000-\\uFFFF]*";

    /** At least one character that is not white space. */
    private static final String NOT_BLANK = "^" + PLAIN + "[^\\s\\uD800-\\uDFFF]" + PLAIN + "$";

    private FeatureSchemas() {}

    /** The features of a tabular model as the fields of a form, by name. */
    public static Map<String, Object> fields(Model model) {
        Map<String, Object> fields = JsonTree.object();
        for (Feature feature : model.schema().features()) {
            Map<String, Object> field = field(feature);
            field.put("description", description(feature));
            fields.put(feature.name(), field);
        }
        return fields;
    }

    /** A value in JSON. A missing value is null or, for a string, empty. */
    public static Map<String, Object> json(Feature feature) {
        Map<String, Object> schema = typed(feature, feature.optional());
        if (feature.type() == DataType.STRING && takesAnyText(feature)) {
            schema.put("pattern", "^" + PLAIN + "$");
        }
        if (feature.optional() && schema.get("enum") instanceof List<?> categories) {
            List<Object> all = new ArrayList<>(categories);
            if (feature.type() == DataType.STRING) {
                all.add("");
            }
            all.add(JsonTree.NULL);
            schema.put("enum", all);
        }
        return schema;
    }

    /** A value in a query string or a form. A missing value is blank. */
    public static Map<String, Object> field(Feature feature) {
        Map<String, Object> schema = typed(feature, false);
        if (feature.type() == DataType.STRING && takesAnyText(feature)) {
            schema.put("pattern", feature.optional() ? "^" + PLAIN + "$" : NOT_BLANK);
        } else if (feature.type() == DataType.STRING && feature.optional()) {
            List<String> categories = new ArrayList<>(feature.categories());
            categories.add("");
            schema.put("enum", categories.stream().distinct().toList());
        }
        return schema;
    }

    private static boolean takesAnyText(Feature feature) {
        return feature.categories().isEmpty() || feature.takesUnknown();
    }

    private static Map<String, Object> typed(Feature feature, boolean nullable) {
        String type = feature.type().name().toLowerCase(Locale.ROOT);
        Map<String, Object> schema = JsonTree.object("type", nullable ? List.of(type, "null") : type);
        switch (feature.type()) {
            case NUMBER -> {
                if (!feature.accepts().equals(Range.FINITE)) {
                    schema.put("minimum", feature.accepts().minimum());
                    schema.put("maximum", feature.accepts().maximum());
                }
                categories(
                        schema,
                        feature,
                        feature.categories().stream()
                                .filter(ExampleRow::isNumber)
                                .map(BigDecimal::new)
                                .toList());
            }
            case INTEGER -> {
                schema.put("format", "int64");
                schema.put("minimum", (long) feature.accepts().minimum());
                schema.put("maximum", (long) feature.accepts().maximum());
                categories(
                        schema,
                        feature,
                        feature.categories().stream()
                                .flatMapToLong(text -> Numbers.whole(text).stream())
                                .boxed()
                                .toList());
            }
            case STRING -> categories(schema, feature, feature.categories());
            case BOOLEAN -> {}
        }
        return schema;
    }

    private static void categories(Map<String, Object> schema, Feature feature, List<?> categories) {
        if (!categories.isEmpty()) {
            schema.put(
                    feature.takesUnknown() ? "examples" : "enum",
                    categories.stream().distinct().toList());
        }
    }

    /** The title, description, unit and training range in sentences. */
    public static String description(Feature feature) {
        List<String> sentences = new ArrayList<>();
        if (!feature.title().equals(feature.name())) {
            sentences.add(sentence(feature.title()));
        }
        feature.description().ifPresent(text -> sentences.add(sentence(text)));
        feature.unit().ifPresent(unit -> sentences.add("Unit: " + sentence(unit)));
        feature.observed()
                .ifPresent(training -> sentences.add("Training range: " + figure(training.minimum()) + " to "
                        + figure(training.maximum()) + "; other values are accepted too."));
        if (feature.optional()) {
            sentences.add("Optional.");
        }
        return String.join(" ", sentences);
    }

    private static String sentence(String text) {
        return text.matches("(?s).*[.!?]") ? text : text + ".";
    }

    private static String figure(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
