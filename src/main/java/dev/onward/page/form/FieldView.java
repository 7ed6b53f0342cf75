package dev.onward.page.form;

import dev.onward.http.Messages;
import dev.onward.page.text.NumberFormats;
import dev.onward.page.text.Wording;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.Text;
import dev.onward.table.TrainingStatistics;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A field of the form, with its label, its control and the hints below it.
 *
 * @param problem the reason why the value was refused
 * @param rangeWarning a warning that the value is outside the range of the training data
 */
record FieldView(
        Feature feature,
        FieldControl control,
        Optional<Wording> problem,
        Optional<String> rangeWarning,
        Messages messages) {

    private static final Pattern BETWEEN_THOUSANDS = Pattern.compile("[\\s\\p{Zs}'\u2019]");

    /** The fields in the order of the schema, each with the value entered and the problems with it. */
    static List<FieldView> of(
            Schema schema, Map<String, List<String>> values, List<Problem> problems, Messages messages) {
        Map<String, Wording> sentences = new HashMap<>();
        problems.forEach(problem -> problem.feature()
                .ifPresent(name -> sentences.merge(
                        name,
                        ProblemView.wording(problem, messages),
                        (before, after) -> before.with("; " + after.text()))));
        return schema.features().stream()
                .map(feature -> of(
                        feature,
                        values.getOrDefault(feature.name(), List.of("")).get(0),
                        Optional.ofNullable(sentences.get(feature.name())),
                        messages))
                .toList();
    }

    /** How to write a number that was written with a comma, spaces, or other digits; empty for any other text. */
    private static String remedy(Feature feature, String value, Messages messages) {
        boolean isNumber = feature.categories().isEmpty()
                && (feature.type() == DataType.NUMBER || feature.type() == DataType.INTEGER);
        if (!isNumber || value.isBlank() || FieldControl.number(value).isPresent()) {
            return "";
        }
        if (value.indexOf(',') >= 0) {
            return "; " + messages.text("remedy.point");
        }
        String plain = BETWEEN_THOUSANDS
                .matcher(Normalizer.normalize(value, Normalizer.Form.NFKC).replace('\u2212', '-'))
                .replaceAll("")
                .codePoints()
                .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return FieldControl.number(plain).isPresent() ? "; " + messages.text("remedy.digits", Text.cut(plain)) : "";
    }

    private static FieldView of(Feature feature, String value, Optional<Wording> problem, Messages messages) {
        return new FieldView(
                feature,
                FieldControl.of(feature, value, messages),
                problem.map(sentence -> sentence.with(remedy(feature, value, messages))),
                feature.observed()
                        .filter(observed -> isOutside(observed, value))
                        .map(observed -> messages.text(
                                "field.outside",
                                NumberFormats.exact(observed.minimum()),
                                NumberFormats.exact(observed.maximum()))),
                messages);
    }

    public Optional<String> unit() {
        return feature.unit();
    }

    public Optional<String> description() {
        return feature.description();
    }

    /** Rules for the value that the control does not show. */
    public Optional<String> instruction() {
        boolean integer =
                feature.type() == DataType.INTEGER && feature.categories().isEmpty();
        return integer ? Optional.of(messages.text("field.integer")) : Optional.empty();
    }

    /** The range and the mean in the training data. */
    public Optional<String> trainingRange() {
        return feature.observed()
                .map(observed -> messages.text(
                        "field.training",
                        NumberFormats.exact(observed.minimum(), feature.digits()),
                        NumberFormats.exact(observed.maximum(), feature.digits()),
                        NumberFormats.rounded(observed.mean(), feature.digits())));
    }

    private static boolean isOutside(TrainingStatistics observed, String value) {
        return FieldControl.number(value).stream().anyMatch(number -> !observed.contains(number));
    }
}
