package dev.onward.page.form;

import dev.onward.http.Messages;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The HTML element in which the value of a feature is entered. */
sealed interface FieldControl {

    /** The values of a feature that is true or false. */
    List<String> BOOLEANS = List.of("true", "false");

    /** True for a {@link Select}; for templates, which cannot test for a type. */
    boolean isSelect();

    /**
     * A text field. Number fields change what people type: 1,5 becomes 15, and 1e is sent as nothing.
     *
     * @param inputMode the keyboard that a phone shows; empty for the one for text
     * @param value as it was entered
     */
    record Input(Optional<String> inputMode, String value) implements FieldControl {

        @Override
        public boolean isSelect() {
            return false;
        }
    }

    /** @param options with exactly one selected */
    record Select(List<Option> options) implements FieldControl {

        @Override
        public boolean isSelect() {
            return true;
        }
    }

    /** An option of a {@link Select}. */
    record Option(String value, String title, boolean selected) {}

    /** @param value as it was entered; blank for none */
    static FieldControl of(Feature feature, String value, Messages messages) {
        if (!feature.categories().isEmpty()) {
            // A form sends blank text for a missing value, so a blank category cannot be selected.
            return select(
                    feature,
                    feature.categories().stream()
                            .filter(category -> !category.isBlank())
                            .map(category -> new Option(category, category, false))
                            .toList(),
                    value,
                    messages);
        }
        return switch (feature.type()) {
            case BOOLEAN ->
                select(
                        feature,
                        BOOLEANS.stream()
                                .map(option -> new Option(
                                        option, messages.text(Boolean.parseBoolean(option) ? "yes" : "no"), false))
                                .toList(),
                        value,
                        messages);
            case STRING -> new Input(Optional.empty(), value);
            case NUMBER -> new Input(keyboard(feature, "decimal"), value);
            case INTEGER -> new Input(keyboard(feature, "numeric"), value);
        };
    }

    /** A select. A value that is not among the options is added to them, so that it is not lost. */
    private static Select select(Feature feature, List<Option> known, String value, Messages messages) {
        List<Option> options = new ArrayList<>();
        options.add(
                new Option("", messages.text(feature.optional() ? "option.empty" : "option.choose"), value.isBlank()));
        boolean found = false;
        for (Option option : known) {
            boolean selected = !found && !value.isBlank() && isSame(feature.type(), option.value(), value.strip());
            found |= selected;
            options.add(new Option(option.value(), option.title(), selected));
        }
        if (!found && !value.isBlank()) {
            options.add(new Option(value, messages.text("option.unknown", Text.quote(value.strip())), true));
        }
        return new Select(options);
    }

    /** Compares by the rules by which form fields are parsed. */
    private static boolean isSame(DataType type, String option, String value) {
        return switch (type) {
            case BOOLEAN -> option.equalsIgnoreCase(value);
            case STRING -> option.strip().equals(value);
            case NUMBER, INTEGER ->
                option.equals(value)
                        || (number(value).isPresent() && number(value).equals(number(option)));
        };
    }

    /** A keyboard of digits, unless a number may be negative: on some phones it has no minus sign. */
    private static Optional<String> keyboard(Feature feature, String digits) {
        return feature.observed().filter(observed -> observed.minimum() >= 0).map(observed -> digits);
    }

    /** Parses a finite number as the application does; empty if the text is not one. */
    static OptionalDouble number(String text) {
        OptionalDouble number = Numbers.decimal(text.strip());
        return number.isPresent() && Double.isFinite(number.getAsDouble()) ? number : OptionalDouble.empty();
    }
}
