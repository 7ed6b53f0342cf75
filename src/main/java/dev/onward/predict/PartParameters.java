package dev.onward.predict;

import dev.onward.csv.CsvScorer;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads the fields of a query string that give the place of a CSV body in a longer file. */
final class PartParameters {

    private static final String LINE = "line";
    private static final String DECIMAL = "decimal";

    /** The names of the fields. */
    static final List<String> NAMES = List.of(LINE, DECIMAL);

    private static final Pattern LINE_NUMBER = Pattern.compile("[1-9]\\d{0,15}");
    private static final long MAX_LINE = 9_999_999_999_999_999L;

    private PartParameters() {}

    /**
     * Reads the fields.
     *
     * @param fields other fields are ignored; {@link DetailParameters} checks their names
     * @throws InvalidInputException with every field that has an invalid value
     */
    static CsvScorer.Part read(Map<String, List<String>> fields) {
        List<Problem> problems = new ArrayList<>();
        Optional<String> line = value(fields, LINE, problems);
        Optional<String> decimal = value(fields, DECIMAL, problems);
        line.filter(text -> !LINE_NUMBER.matcher(text).matches())
                .ifPresent(text -> problems.add(Problem.ofOption(
                        LINE,
                        "expected the number of a line of the file, from 1 to " + MAX_LINE + ", got "
                                + Text.quote(text))));
        decimal.filter(text -> !text.equals("comma") && !text.equals("point"))
                .ifPresent(text ->
                        problems.add(Problem.ofOption(DECIMAL, "expected point or comma, got " + Text.quote(text))));
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems, problems.size());
        }
        return new CsvScorer.Part(
                line.map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty()),
                decimal.map("comma"::equals));
    }

    /** @throws InvalidInputException if there are any of the fields, which belong to a CSV body */
    static void expectNone(Map<String, List<String>> fields) {
        if (fields.isEmpty()) {
            return;
        }
        List<Problem> problems = NAMES.stream()
                .filter(name -> fields.getOrDefault(name, List.of()).stream().anyMatch(text -> !text.isBlank()))
                .map(name -> Problem.ofOption(name, "expected only with a body of the type text/csv"))
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems, problems.size());
        }
    }

    private static Optional<String> value(Map<String, List<String>> fields, String name, List<Problem> problems) {
        List<String> values = fields.getOrDefault(name, List.of());
        if (values.size() > 1) {
            problems.add(Problem.ofOption(name, "expected one value, got " + values.size()));
        }
        return values.stream().findFirst().filter(text -> !text.isBlank());
    }
}
