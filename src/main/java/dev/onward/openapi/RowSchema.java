package dev.onward.openapi;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import dev.onward.table.Observed;
import dev.onward.table.Range;
import dev.onward.table.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a row is made of, as JSON Schema. It says of a value what would be refused and nothing else: what the training
 * data held is told in words.
 */
final class RowSchema {

    /** Nothing beyond U+FFFF, and so no surrogates. */
    private static final String PLAIN = "[\\u0000-\\uD7FF\\uE000-\\uFFFF]*";

    /** What is left of a cell without the blanks around it must be something. */
    private static final String NOT_BLANK = "^" + PLAIN + "[^\\s\\uD800-\\uDFFF]" + PLAIN + "$";

    private RowSchema() {}

    /** One row as a JSON object. */
    static Map<String, Object> row(Schema schema) {
        Map<String, Object> properties = Json.object();
        for (Feature feature : schema.features()) {
            properties.put(feature.name(), value(feature));
        }
        return object(schema, properties);
    }

    /** One row as the fields of a form. */
    static Map<String, Object> fields(Schema schema) {
        Map<String, Object> properties = Json.object();
        for (Feature feature : schema.features()) {
            Map<String, Object> cell = cell(feature);
            cell.put("description", description(feature));
            properties.put(feature.name(), cell);
        }
        return object(schema, properties);
    }

    private static Map<String, Object> object(Schema schema, Map<String, Object> properties) {
        Map<String, Object> row = Json.object("type", "object", "properties", properties);
        List<String> required = schema.features().stream()
                .filter(feature -> !feature.optional())
                .map(Feature::name)
                .toList();
        if (!required.isEmpty()) {
            row.put("required", required);
        }
        row.put("additionalProperties", false);
        return row;
    }

    private static Map<String, Object> value(Feature feature) {
        Map<String, Object> schema = bare(feature);
        schema.put("title", feature.title());
        schema.put("description", description(feature));
        return schema;
    }

    /** A value in JSON, where null and, for texts, the empty text say that there is none. */
    static Map<String, Object> bare(Feature feature) {
        Map<String, Object> schema = typed(feature, feature.optional());
        if (feature.type() == DataType.STRING && feature.categories().isEmpty()) {
            schema.put("pattern", "^" + PLAIN + "$");
        }
        if (feature.optional() && schema.get("enum") instanceof List<?> categories) {
            List<Object> all = new ArrayList<>(categories);
            if (feature.type() == DataType.STRING) {
                all.add("");
            }
            all.add(Json.NULL);
            schema.put("enum", all);
        }
        return schema;
    }

    /** A value in a query string or a form, where a blank text says that there is none. */
    static Map<String, Object> cell(Feature feature) {
        Map<String, Object> schema = typed(feature, false);
        if (feature.type() == DataType.STRING && feature.categories().isEmpty()) {
            schema.put("pattern", feature.optional() ? "^" + PLAIN + "$" : NOT_BLANK);
        } else if (feature.type() == DataType.STRING && feature.optional()) {
            List<String> categories = new ArrayList<>(feature.categories());
            categories.add("");
            schema.put("enum", categories.stream().distinct().toList());
        }
        return schema;
    }

    private static Map<String, Object> typed(Feature feature, boolean nullable) {
        String type = feature.type().name().toLowerCase(Locale.ROOT);
        Map<String, Object> schema = Json.object("type", nullable ? List.of(type, "null") : type);
        switch (feature.type()) {
            case NUMBER -> {
                if (!feature.accepts().equals(Range.FINITE)) {
                    schema.put("minimum", feature.accepts().minimum());
                    schema.put("maximum", feature.accepts().maximum());
                }
                categories(
                        schema,
                        feature.categories().stream()
                                .filter(RowSchema::isNumber)
                                .map(BigDecimal::new)
                                .toList());
            }
            case INTEGER -> {
                schema.put("format", "int64");
                schema.put("minimum", (long) feature.accepts().minimum());
                schema.put("maximum", (long) feature.accepts().maximum());
                categories(
                        schema,
                        feature.categories().stream()
                                .flatMapToLong(text -> Numbers.whole(text).stream())
                                .boxed()
                                .toList());
            }
            case STRING -> categories(schema, feature.categories());
            case BOOLEAN -> {}
        }
        return schema;
    }

    private static void categories(Map<String, Object> schema, List<?> categories) {
        if (!categories.isEmpty()) {
            schema.put("enum", categories.stream().distinct().toList());
        }
    }

    private static boolean isNumber(String text) {
        OptionalDouble number = Numbers.decimal(text);
        return number.isPresent() && Double.isFinite(number.getAsDouble());
    }

    static String description(Feature feature) {
        List<String> sentences = new ArrayList<>();
        if (!feature.title().equals(feature.name())) {
            sentences.add(sentence(feature.title()));
        }
        if (!feature.description().isEmpty()) {
            sentences.add(sentence(feature.description()));
        }
        if (!feature.unit().isEmpty()) {
            sentences.add("Unit: " + sentence(feature.unit()));
        }
        if (feature.observed().isPresent()) {
            Observed seen = feature.observed().get();
            sentences.add("In the training data from " + figure(seen.minimum()) + " to " + figure(seen.maximum())
                    + "; other values are answered too.");
        }
        if (feature.optional()) {
            sentences.add("May be missing.");
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
