package dev.onward.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The placeholders of a resource.
 *
 * <p>A string that is a placeholder, such as {@code "{row}"}, becomes its value, which may be any tree; with no value,
 * or an empty object, the property or element is left out. In other strings and in the names of properties a
 * placeholder becomes text. An object with {@code "$if": "name"} is left out if that name has no value, and {@code
 * "$include": "{name}"} stands for the properties of an object. Values are not searched for placeholders, because they
 * come from models.
 */
final class Template {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    private Template() {}

    /**
     * The object with values in place of its placeholders; mutable. Empty if it is left out.
     *
     * @throws IllegalStateException if a placeholder within a text has no value
     */
    static Map<String, Object> expand(Map<String, Object> template, Map<String, Object> values) {
        Map<String, Object> expanded = new LinkedHashMap<>();
        Object condition = template.get("$if");
        if (condition instanceof String name && !isPresent(values.get(name))) {
            return expanded;
        }
        template.forEach((name, tree) -> {
            if (name.equals("$include")) {
                value(tree, values).ifPresent(included -> expanded.putAll(JsonTree.asObject(included)));
            } else if (!name.equals("$if")) {
                value(tree, values).ifPresent(value -> expanded.put(text(name, values), value));
            }
        });
        return expanded;
    }

    private static Optional<Object> value(Object tree, Map<String, Object> values) {
        if (tree instanceof Map<?, ?>) {
            Map<String, Object> template = JsonTree.asObject(tree);
            Map<String, Object> expanded = expand(template, values);
            return expanded.isEmpty() && !template.isEmpty() ? Optional.empty() : Optional.of(expanded);
        }
        if (tree instanceof List<?> list) {
            List<Object> expanded = new ArrayList<>();
            list.forEach(item -> value(item, values).ifPresent(expanded::add));
            return Optional.of(expanded);
        }
        if (tree instanceof String text) {
            Matcher matcher = PLACEHOLDER.matcher(text);
            return matcher.matches()
                    ? Optional.ofNullable(values.get(matcher.group(1))).filter(Template::isPresent)
                    : Optional.of(text(text, values));
        }
        return Optional.of(tree);
    }

    private static boolean isPresent(@Nullable Object value) {
        return value != null && !Map.of().equals(value);
    }

    private static String text(String template, Map<String, Object> values) {
        return PLACEHOLDER.matcher(template).replaceAll(match -> {
            Object value = values.get(match.group(1));
            if (value == null) {
                throw new IllegalStateException("expected a value for " + match.group() + " in \"" + template + "\"");
            }
            return Matcher.quoteReplacement(value.toString());
        });
    }
}
