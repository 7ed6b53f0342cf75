package dev.onward.page;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The HTML element in which the value of a feature is entered. */
sealed interface FieldControl {

    /** The numbers that browsers accept. They clear a number field that contains anything else. */
    Pattern BROWSER_NUMBER = Pattern.compile("-?+(\\d++(\\.\\d++)?|\\.\\d++)([eE][+-]?\\d++)?");

    List<Option> YES_OR_NO = List.of(new Option("true", "Yes", false), new Option("false", "No", false));

    /** True for a {@link Select}; for templates, which cannot test for a type. */
    boolean isSelect();

    /** @param type "number" or "text" */
    record Input(String type, String value, NumberAttributes attributes) implements FieldControl {

        @Override
        public boolean isSelect() {
            return false;
        }
    }

    /** The attributes min, max and step of an input. */
    record NumberAttributes(Optional<String> minimum, Optional<String> maximum, Optional<String> step) {

        static final NumberAttributes NONE = new NumberAttributes(Optional.empty(), Optional.empty(), Optional.empty());

        private static NumberAttributes of(Feature feature) {
            String step = feature.step().isPresent()
                    ? NumberFormats.exact(feature.step().getAsDouble())
                    : feature.type() == DataType.INTEGER ? "1" : "any";
            return new NumberAttributes(
                    feature.observed().map(observed -> NumberFormats.exact(observed.minimum())),
                    feature.observed().map(observed -> NumberFormats.exact(observed.maximum())),
                    Optional.of(step));
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
    static FieldControl of(Feature feature, String value) {
        if (!feature.categories().isEmpty()) {
            // A form sends blank text for a missing value, so a blank category cannot be selected.
            return select(
                    feature,
                    feature.categories().stream()
                            .filter(category -> !category.isBlank())
                            .map(category -> new Option(category, category, false))
                            .toList(),
                    value);
        }
        return switch (feature.type()) {
            case BOOLEAN -> select(feature, YES_OR_NO, value);
            case STRING -> new Input("text", value, NumberAttributes.NONE);
            case NUMBER, INTEGER -> number(feature, value);
        };
    }

    /** A select. A value that is not among the options is added to them, so that it is not lost. */
    private static Select select(Feature feature, List<Option> known, String value) {
        List<Option> options = new ArrayList<>();
        options.add(new Option("", feature.optional() ? "(leave empty)" : "choose…", value.isBlank()));
        boolean found = false;
        for (Option option : known) {
            boolean selected = !found && !value.isBlank() && isSame(feature.type(), option.value(), value.strip());
            found |= selected;
            options.add(new Option(option.value(), option.title(), selected));
        }
        if (!found && !value.isBlank()) {
            options.add(new Option(value, Text.quote(value.strip()) + " (unknown)", true));
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

    /** A number field, or a text field if a browser would drop the value from a number field. */
    private static Input number(Feature feature, String value) {
        String stripped = value.strip();
        boolean fits = stripped.isEmpty()
                || (BROWSER_NUMBER.matcher(stripped).matches()
                        && number(stripped).isPresent());
        return new Input(fits ? "number" : "text", fits ? stripped : value, NumberAttributes.of(feature));
    }

    /** Parses a finite number as the application does; empty if the text is not one. */
    static OptionalDouble number(String text) {
        OptionalDouble number = Numbers.decimal(text.strip());
        return number.isPresent() && Double.isFinite(number.getAsDouble()) ? number : OptionalDouble.empty();
    }
}
