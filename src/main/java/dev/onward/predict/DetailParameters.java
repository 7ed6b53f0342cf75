package dev.onward.predict;

import dev.onward.details.DetailOptions;
import dev.onward.details.ExplanationOptions;
import dev.onward.json.JsonRows;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.SyntaxException;
import dev.onward.table.Table;
import dev.onward.table.Text;
import dev.onward.table.TooLargeException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the details that a request asks for from the fields of its query string or form. If the fields also have the values of
 * features, a name that the model has a feature of means the feature: such an option can only be given in the query string of
 * a POST request, whose body has the features.
 */
final class DetailParameters {

    private static final String EXPLAIN = "explain";
    private static final String LABEL = "label";
    private static final String GROUP = "group";
    private static final String COMPARE = "compare";
    private static final String REASONS = "reasons";
    private static final String WARNINGS = "warnings";
    private static final String UNCERTAINTY = "uncertainty";

    /** All names, in the order of the documentation. */
    static final List<String> NAMES = List.of(EXPLAIN, LABEL, GROUP, COMPARE, REASONS, WARNINGS, UNCERTAINTY);

    private static final int MAX_REASONS = 100;

    private final Map<String, List<String>> fields;
    private final Schema schema;
    private final List<Problem> problems = new ArrayList<>();

    private DetailParameters(Map<String, List<String>> fields, Schema schema) {
        this.fields = fields;
        this.schema = schema;
    }

    /** The options among fields that also have the features, and the other fields. */
    record Split(Map<String, List<String>> options, Map<String, List<String>> others) {

        static Split of(Map<String, List<String>> fields, Schema schema) {
            Map<String, List<String>> options = new LinkedHashMap<>();
            Map<String, List<String>> others = new LinkedHashMap<>();
            fields.forEach((name, values) -> {
                boolean isOption = NAMES.contains(name) && schema.position(name) < 0;
                (isOption ? options : others).put(name, values);
            });
            return new Split(options, others);
        }
    }

    /**
     * Reads the options.
     *
     * @param fields other fields are ignored
     * @throws InvalidInputException with every option that has an invalid value
     */
    static DetailOptions read(Map<String, List<String>> fields, Schema schema) {
        return NAMES.stream().anyMatch(fields::containsKey)
                ? new DetailParameters(fields, schema).read()
                : DetailOptions.DEFAULT;
    }

    private DetailOptions read() {
        boolean explain = flag(EXPLAIN);
        ExplanationOptions explanation = new ExplanationOptions(text(LABEL), text(GROUP), compare());
        int reasons = reasons();
        if (!explain) {
            List.of(LABEL, GROUP, COMPARE, REASONS).stream()
                    .filter(fields::containsKey)
                    .forEach(name -> problem(name, "expected " + EXPLAIN + "=true as well"));
        } else if (explanation.group().isPresent() && explanation.compare().isPresent()) {
            problem(COMPARE, "expected only one of " + GROUP + " and " + COMPARE + ", got both");
        }
        boolean warnings = flag(WARNINGS);
        boolean uncertainty = flag(UNCERTAINTY);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems, problems.size());
        }
        return new DetailOptions(
                explain ? Optional.of(explanation) : Optional.empty(), reasons, warnings, uncertainty);
    }

    /** The value of an option; empty if it is absent or blank. */
    private Optional<String> text(String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        if (values.size() > 1) {
            problem(name, "expected one value, got " + values.size());
        }
        return values.stream().limit(1).filter(value -> !value.isBlank()).findFirst();
    }

    /** True for {@code explain=true}, and for {@code explain} without a value. */
    private boolean flag(String name) {
        String value = text(name).orElse(fields.containsKey(name) ? "true" : "false");
        if (!value.equals("true") && !value.equals("false")) {
            problem(name, "expected true or false, got " + Text.quote(value));
        }
        return value.equals("true");
    }

    private int reasons() {
        Optional<String> value = text(REASONS);
        try {
            int reasons = value.map(Integer::parseInt).orElse(0);
            if (0 <= reasons && reasons <= MAX_REASONS) {
                return reasons;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        problem(
                REASONS,
                "expected a whole number from 0 to " + MAX_REASONS + ", got " + Text.quote(value.orElse("")));
        return 0;
    }

    /** Reads the row to compare with, a JSON object. */
    private Optional<Table> compare() {
        return text(COMPARE).flatMap(json -> {
            try {
                JsonRows rows = JsonRows.read(
                        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), schema, 1);
                if (rows.single()) {
                    return Optional.of(rows.table());
                }
                problem(COMPARE, "expected one row as a JSON object, got an array");
            } catch (InvalidInputException e) {
                e.problems().forEach(one -> problem(COMPARE, one.text(e.unit())));
            } catch (SyntaxException e) {
                problem(
                        COMPARE,
                        "expected one row as a JSON object; line " + e.line() + ", column " + e.column() + ": "
                                + e.getMessage());
            } catch (TooLargeException e) {
                problem(COMPARE, "expected one row as a JSON object, got an array");
            }
            return Optional.empty();
        });
    }

    private void problem(String name, String message) {
        problems.add(Problem.of(name + ": " + message));
    }
}
