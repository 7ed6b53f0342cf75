package dev.onward.model.card;

import dev.onward.table.DataType;
import dev.onward.table.Text;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What is wrong with a card's JSON, in words for whoever wrote it. */
final class CardFaults {

    private CardFaults() {}

    /** Where it is, as far as that is known, to follow the name of what was read. */
    static String where(JacksonException e) {
        // An unknown entry is told at the end of its object, where Jackson no longer knows its place.
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : ", line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    /** What was expected and what was found. */
    static String explain(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds() == null
                    ? List.of()
                    : unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .toList();
            return "unknown entry " + Text.quote(path(e))
                    + Text.nearest(unknown.getPropertyName(), known)
                            .map(name -> ", did you mean " + Text.quote(name) + "?")
                            .orElse("");
        }
        if (e instanceof MismatchedInputException mismatch) {
            return (path(e).isEmpty() ? "" : path(e) + ": ") + explain(mismatch);
        }
        String reason = e.getCause() instanceof IllegalArgumentException cause
                ? String.valueOf(cause.getMessage())
                : e.getOriginalMessage();
        return e instanceof DatabindException && !path(e).isEmpty() ? path(e) + ": " + reason : reason;
    }

    private static String explain(MismatchedInputException e) {
        if (e instanceof InvalidNullException) {
            return "expected a value, got none";
        } else if (e.getTargetType() == null) {
            return e.getOriginalMessage();
        }
        String expected = "expected " + expectation(e.getTargetType());
        return e instanceof InvalidFormatException format
                ? expected + ", got " + Text.quote(String.valueOf(format.getValue()))
                : expected;
    }

    private static String expectation(Class<?> type) {
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        } else if (type == double.class || type == Double.class || type == OptionalDouble.class) {
            return DataType.NUMBER.expectation();
        } else if (type == long.class || type == Long.class) {
            return DataType.INTEGER.expectation();
        } else if (type == boolean.class || type == Boolean.class) {
            return DataType.BOOLEAN.expectation();
        } else if (type == String.class) {
            return DataType.STRING.expectation();
        }
        return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }
}
