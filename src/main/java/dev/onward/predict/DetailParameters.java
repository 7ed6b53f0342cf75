package dev.onward.predict;

import dev.onward.details.CsvColumns;
import dev.onward.details.CurveOptions;
import dev.onward.details.DetailOptions;
import dev.onward.details.ExplanationOptions;
import dev.onward.details.ExplanationOptions.Comparison;
import dev.onward.json.JsonRows;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.SyntaxException;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import dev.onward.table.TooLargeException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the details that a request asks for from the fields of its query string or form. If the fields also have the
 * values of features, a name that the model has a feature of means the feature: such an option can only be given in the
 * query string of a POST request, whose body has the features.
 */
final class DetailParameters {

    private static final String EXPLAIN = "explain";
    private static final String LABEL = "label";
    private static final String GROUP = "group";
    private static final String COMPARE = "compare";
    private static final String CURVES = "curves";
    private static final String POINTS = "points";
    private static final String FLIP = "flip";
    private static final String REASONS = "reasons";
    private static final String WARNINGS = "warnings";
    private static final String UNCERTAINTY = "uncertainty";

    private static final int DEFAULT_REASONS = 0;

    /** All names, in the order of the documentation. */
    static final List<String> NAMES =
            List.of(EXPLAIN, LABEL, GROUP, COMPARE, CURVES, POINTS, FLIP, REASONS, WARNINGS, UNCERTAINTY);

    private static final Map<String, String> DEFAULTS =
            Map.of(POINTS, Integer.toString(CurveOptions.DEFAULT_POINTS), REASONS, Integer.toString(DEFAULT_REASONS));

    private final Map<String, List<String>> fields;
    private final Schema schema;
    private final List<Problem> problems = new ArrayList<>();

    private DetailParameters(Map<String, List<String>> fields, Schema schema) {
        this.fields = fields;
        this.schema = schema;
    }

    /** The formats of a request and its response: curves and flips are only in JSON. */
    enum Formats {
        /** Rows as JSON or as fields, and a response in JSON. */
        JSON,
        /** The same rows, and a response in CSV. */
        CSV_RESPONSE,
        /** The rows of a CSV file, and a response in either format. */
        CSV_FILE
    }

    /** The options among fields that also have the features, and the other fields. */
    record Split(Map<String, List<String>> options, Map<String, List<String>> rest) {

        static Split of(Map<String, List<String>> fields, Schema schema) {
            Map<String, List<String>> options = new LinkedHashMap<>();
            Map<String, List<String>> rest = new LinkedHashMap<>();
            fields.forEach((name, values) -> {
                boolean isOption = NAMES.contains(name) && schema.position(name) < 0;
                (isOption ? options : rest).put(name, values);
            });
            return new Split(options, rest);
        }
    }

    /**
     * Reads the options.
     *
     * @param fields those of {@link PartParameters} are ignored
     * @throws InvalidInputException with every field that is no option, and every option that has an invalid value or
     *     that the formats do not have
     */
    static DetailOptions read(Map<String, List<String>> fields, Schema schema, Formats formats) {
        return fields.isEmpty() ? DetailOptions.DEFAULT : new DetailParameters(fields, schema).read(formats);
    }

    private DetailOptions read(Formats formats) {
        checkNames(formats);
        boolean explain = flag(EXPLAIN);
        boolean curves = flag(CURVES);
        Optional<String> label = text(LABEL);
        ExplanationOptions explanation = new ExplanationOptions(label, text(GROUP), new Comparison(compare(), true));
        int points = number(POINTS, CurveOptions.MIN_POINTS, CurveOptions.MAX_POINTS, CurveOptions.DEFAULT_POINTS);
        boolean flip = flag(FLIP);
        CsvColumns csv = new CsvColumns(
                number(REASONS, 0, CsvColumns.MAX_REASONS, DEFAULT_REASONS), flag(WARNINGS), flag(UNCERTAINTY));
        if (!explain) {
            requireExplain(curves);
        } else if (isGiven(GROUP) && isGiven(COMPARE)) {
            problem(COMPARE, "cannot be combined with " + GROUP);
        }
        if (!curves && isGiven(POINTS)) {
            problem(POINTS, "requires " + CURVES + "=true");
        }
        if (curves) {
            checkFormats(CURVES, formats);
        }
        if (flip) {
            checkFormats(FLIP, formats);
        }
        if (!problems.isEmpty()) {
            int listed = Math.min(problems.size(), TableBuilder.MAX_LISTED_PROBLEMS);
            throw new InvalidInputException(problems.subList(0, listed), problems.size());
        }
        return new DetailOptions(
                explain ? Optional.of(explanation) : Optional.empty(),
                curves ? Optional.of(new CurveOptions(label, points)) : Optional.empty(),
                flip,
                csv);
    }

    private void checkNames(Formats formats) {
        List<String> possible = formats == Formats.CSV_FILE
                ? Stream.of(NAMES, PartParameters.NAMES).flatMap(List::stream).toList()
                : NAMES;
        fields.keySet().stream()
                .filter(name -> !NAMES.contains(name) && !PartParameters.NAMES.contains(name))
                .map(name -> Problem.of("unknown parameter " + Text.quote(name))
                        .withSuggestion(() -> Text.nearest(name, possible)))
                .forEach(problems::add);
    }

    private void requireExplain(boolean curves) {
        if (!curves && isGiven(LABEL)) {
            problem(LABEL, "requires " + EXPLAIN + "=true or " + CURVES + "=true");
        }
        List.of(GROUP, COMPARE, REASONS).stream()
                .filter(this::isGiven)
                .forEach(name -> problem(name, "requires " + EXPLAIN + "=true"));
    }

    /** True unless an option is absent or blank, or has its default value, as in a form that sends all of its fields. */
    private boolean isGiven(String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .anyMatch(value -> !value.isBlank() && !value.equals(DEFAULTS.get(name)));
    }

    private void checkFormats(String name, Formats formats) {
        switch (formats) {
            case CSV_FILE -> problem(name, "not available for CSV files; send the rows as JSON or as fields");
            case CSV_RESPONSE -> problem(name, "not available in CSV; request JSON with Accept");
            case JSON -> {}
        }
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

    private int number(String name, int minimum, int maximum, int otherwise) {
        Optional<String> value = text(name);
        try {
            int number = value.map(Integer::parseInt).orElse(otherwise);
            if (minimum <= number && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        problem(
                name,
                "expected a whole number from " + minimum + " to " + maximum + ", got " + Text.quote(value.orElse("")));
        return otherwise;
    }

    /** Reads the row to compare with, a JSON object. */
    private Optional<Table> compare() {
        return text(COMPARE).flatMap(json -> {
            try {
                JsonRows rows =
                        JsonRows.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), schema, 1);
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
        problems.add(Problem.ofOption(name, message));
    }
}
