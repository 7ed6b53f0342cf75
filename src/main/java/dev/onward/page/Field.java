package dev.onward.page;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Observed;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One field of the form: a label, what the value is entered with, and what stands below it. */
record Field(String name, String title, String unit, boolean optional, Control control, Hint hint) {

    /**
     * What stands below a field; what does not apply is empty.
     *
     * @param outside says that the value lies outside the training data
     * @param expected says what the value has to be, where the field itself does not show it
     */
    record Hint(String problem, String outside, String description, String expected, String training) {}

    /** The fields in the order of the schema, each with what was typed and what is wrong with it. */
    static List<Field> of(Schema schema, Map<String, List<String>> typed, List<Problem> problems) {
        Map<String, String> sentences = new HashMap<>();
        problems.forEach(problem ->
                sentences.merge(problem.feature(), problem.sentence(), (before, after) -> before + "; " + after));
        return schema.features().stream()
                .map(feature -> of(
                        feature,
                        typed.getOrDefault(feature.name(), List.of("")).get(0),
                        sentences.getOrDefault(feature.name(), "")))
                .toList();
    }

    private static Field of(Feature feature, String typed, String problem) {
        Optional<Observed> observed = feature.observed();
        Hint hint = new Hint(
                problem,
                observed.filter(seen -> isOutside(seen, typed))
                        .map(seen -> "outside the training data, which goes from " + Figures.exact(seen.minimum())
                                + " to " + Figures.exact(seen.maximum()))
                        .orElse(""),
                feature.description(),
                expected(feature),
                observed.map(seen -> "Training data: " + Figures.exact(seen.minimum()) + " to "
                                + Figures.exact(seen.maximum()) + ", mean " + Figures.rounded(seen.mean()))
                        .orElse(""));
        return new Field(
                feature.name(), feature.title(), feature.unit(), feature.optional(), Control.of(feature, typed), hint);
    }

    private static String expected(Feature feature) {
        boolean whole =
                feature.type() == DataType.INTEGER && feature.categories().isEmpty();
        if (feature.optional()) {
            return whole ? "A whole number; may be left empty." : "May be left empty.";
        }
        return whole ? "A whole number." : "";
    }

    private static boolean isOutside(Observed seen, String typed) {
        return Control.number(typed).stream().anyMatch(number -> !seen.contains(number));
    }
}
