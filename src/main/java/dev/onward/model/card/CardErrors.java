package dev.onward.model.card;

import dev.onward.table.DataType;
import dev.onward.table.JsonSyntaxMessages;
import dev.onward.table.Text;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Explains errors in a card's JSON to the person who wrote it. */
final class CardErrors {

    private CardErrors() {}

    /** The line and column of the error, to append to the name of the file; empty if unknown. */
    static String where(JacksonException e) {
        // Jackson reports an unknown entry at the end of its object, and then has no location for it.
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : ", line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    /** The entry, what was expected there, and what was found. */
    static String explain(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            List<String> entries = unknown.getKnownPropertyIds() == null
                    ? List.of()
                    : unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .toList();
            return "unknown entry " + Text.quote(path(e))
                    + Text.suggestion(Text.nearest(unknown.getPropertyName(), entries));
        }
        if (e instanceof MismatchedInputException mismatch) {
            return (path(e).isEmpty() ? "" : path(e) + ": ") + explain(mismatch);
        }
        if (e instanceof StreamReadException) {
            boolean isValue = e instanceof InputCoercionException && !path(e).isEmpty();
            return (isValue ? path(e) + ": " : "") + JsonSyntaxMessages.of(e.getOriginalMessage());
        }
        if (e instanceof JsonNodeException number) {
            return path(e) + ": expected a number in the supported range, got "
                    + Text.cut(String.valueOf(number.getNode()));
        }
        String reason = e.getCause() instanceof IllegalArgumentException cause
                ? String.valueOf(cause.getMessage())
                : e.getOriginalMessage();
        return e instanceof DatabindException && !path(e).isEmpty() ? path(e) + ": " + reason : reason;
    }

    private static String explain(MismatchedInputException e) {
        if (e instanceof InvalidNullException) {
            return "expected a value, got none";
        } else if (e.getOriginalMessage().startsWith("Trailing token")) {
            return "expected the end of the JSON, got more text";
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
        } else if (type == long.class || type == Long.class || type == OptionalLong.class) {
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
