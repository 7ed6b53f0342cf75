package dev.onward.page;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import dev.onward.table.Observed;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * What a feature's value is entered with; what does not apply is empty.
 *
 * @param type "select", or the type of an input
 * @param value what was typed, as far as it is not a choice
 */
record Control(String type, String value, String minimum, String maximum, String step, List<Choice> choices) {

    /** What a browser takes for a number. It would drop anything else from a number field. */
    private static final Pattern NUMBER = Pattern.compile("-?+(\\d++(\\.\\d++)?|\\.\\d++)([eE][+-]?\\d++)?");

    private static final List<Choice> YES_OR_NO =
            List.of(new Choice("true", "Yes", false), new Choice("false", "No", false));

    /** One option of a select. */
    record Choice(String value, String title, boolean selected) {}

    static Control of(Feature feature, String typed) {
        if (!feature.categories().isEmpty()) {
            // A blank text is how a form says that there is none, and so can be no choice.
            return select(
                    feature,
                    feature.categories().stream()
                            .filter(category -> !category.isBlank())
                            .map(category -> new Choice(category, category, false))
                            .toList(),
                    typed);
        }
        return switch (feature.type()) {
            case BOOLEAN -> select(feature, YES_OR_NO, typed);
            case STRING -> new Control("text", typed, "", "", "", List.of());
            case NUMBER, INTEGER -> number(feature, typed);
        };
    }

    /** Whether it is a select, and not an input. */
    public boolean isSelect() {
        return type.equals("select");
    }

    /** What was typed and is no choice is one more, so that it is seen and not lost. */
    private static Control select(Feature feature, List<Choice> known, String typed) {
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice("", feature.optional() ? "(leave empty)" : "choose…", typed.isBlank()));
        boolean found = false;
        for (Choice choice : known) {
            boolean selected = !found && !typed.isBlank() && isSame(feature.type(), choice.value(), typed.strip());
            found |= selected;
            choices.add(new Choice(choice.value(), choice.title(), selected));
        }
        if (!found && !typed.isBlank()) {
            choices.add(new Choice(typed, Text.quote(typed.strip()) + " (not known)", true));
        }
        return new Control("select", "", "", "", "", choices);
    }

    /** By the rules by which the value is read. */
    private static boolean isSame(DataType type, String choice, String typed) {
        return switch (type) {
            case BOOLEAN -> choice.equalsIgnoreCase(typed);
            case STRING -> choice.strip().equals(typed);
            case NUMBER, INTEGER ->
                choice.equals(typed)
                        || (number(typed).isPresent() && number(typed).equals(number(choice)));
        };
    }

    private static Control number(Feature feature, String typed) {
        String value = typed.strip();
        boolean fits = value.isEmpty()
                || (NUMBER.matcher(value).matches() && number(value).isPresent());
        Optional<Observed> observed = feature.observed();
        return new Control(
                fits ? "number" : "text",
                fits ? value : typed,
                observed.map(seen -> Figures.exact(seen.minimum())).orElse(""),
                observed.map(seen -> Figures.exact(seen.maximum())).orElse(""),
                feature.step().isPresent()
                        ? Figures.exact(feature.step().getAsDouble())
                        : feature.type() == DataType.INTEGER ? "1" : "any",
                List.of());
    }

    /** The number as the application reads it, if it is one and finite. */
    static OptionalDouble number(String typed) {
        OptionalDouble number = Numbers.decimal(typed.strip());
        return number.isPresent() && Double.isFinite(number.getAsDouble()) ? number : OptionalDouble.empty();
    }
}
