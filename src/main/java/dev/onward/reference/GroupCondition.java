package dev.onward.reference;

import dev.onward.dataset.FileProblems;
import dev.onward.table.Column;
import dev.onward.table.Numbers;
import dev.onward.table.Problem;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on rows: a feature, or {@code label} or {@code value} of the prediction, and what it is compared with,
 * such as {@code label=1} or {@code age>=60}.
 *
 * @param group the name of the group whose rows satisfy the condition
 */
record GroupCondition(String group, String subject, String operator, String operand) {

    private static final Pattern SYNTAX = Pattern.compile("(.+?)(!=|<=|>=|=|<|>)(.*)", Pattern.DOTALL);
    private static final String LABEL = "label";
    private static final String VALUE = "value";

    /** Empty if the text is not a condition. */
    static Optional<GroupCondition> parse(String group, String text) {
        Matcher matcher = SYNTAX.matcher(text);
        return matcher.matches()
                ? Optional.of(new GroupCondition(
                        group,
                        matcher.group(1).strip(),
                        matcher.group(2),
                        matcher.group(3).strip()))
                : Optional.empty();
    }

    /** The condition for the rows of a table; empty, with a problem, if there is nothing to compare. */
    Optional<IntPredicate> bind(Table table, Optional<Scores> scores, Path file, FileProblems problems) {
        int position = table.schema().position(subject);
        if (position >= 0) {
            Column column = table.column(position);
            return compared(row -> column.value(row), file, problems);
        }
        Optional<int[]> chosen = scores.flatMap(Scores::chosen);
        if (subject.equals(LABEL) && chosen.isPresent()) {
            List<String> names = scores.orElseThrow().names();
            if (!names.contains(operand)) {
                problems.add(
                        file,
                        problem("expected one of the labels " + Text.quote(names) + ", got " + Text.quote(operand)));
                return Optional.empty();
            }
            return compared(row -> Optional.of(names.get(chosen.get()[row])), file, problems);
        }
        if (subject.equals(VALUE)
                && chosen.isEmpty()
                && scores.flatMap(Scores::columns).isPresent()) {
            double[] values = scores.flatMap(Scores::columns).orElseThrow().apply(0);
            return compared(row -> Optional.of(values[row]), file, problems);
        }
        Optional<String> predicted = chosen.isPresent()
                ? Optional.of(LABEL)
                : scores.flatMap(Scores::columns).map(columns -> VALUE);
        List<String> subjects = new ArrayList<>(table.schema().names());
        predicted.ifPresent(subjects::add);
        problems.add(
                file,
                problem("expected a feature"
                                + predicted
                                        .map(name -> ", or " + name + " for the predicted " + name)
                                        .orElse("")
                                + ", got " + Text.quote(subject))
                        .withSuggestion(() -> Text.nearest(subject, subjects)));
        return Optional.empty();
    }

    private Problem problem(String message) {
        return Problem.of("group " + Text.quote(group) + ": " + message);
    }

    /** Returns the cell of a row. */
    private interface Cell {

        Optional<Object> of(int row);
    }

    private Optional<IntPredicate> compared(Cell cell, Path file, FileProblems problems) {
        OptionalDouble number = Numbers.decimal(operand);
        if (operator.equals("=") || operator.equals("!=")) {
            boolean isEqual = operator.equals("=");
            return Optional.of(
                    row -> cell.of(row).filter(value -> equal(value, number)).isPresent() == isEqual);
        }
        if (number.isEmpty()) {
            problems.add(file, problem("expected a number after " + operator + ", got " + Text.quote(operand)));
            return Optional.empty();
        }
        double right = number.getAsDouble();
        return Optional.of(row -> cell.of(row)
                .filter(value -> value instanceof Number left && holds(left.doubleValue(), right))
                .isPresent());
    }

    private boolean equal(Object value, OptionalDouble number) {
        return (value instanceof Number left && number.isPresent())
                ? left.doubleValue() == number.getAsDouble()
                : value.toString().equals(operand);
    }

    private boolean holds(double left, double right) {
        return switch (operator) {
            case "<" -> left < right;
            case "<=" -> left <= right;
            case ">" -> left > right;
            default -> left >= right;
        };
    }
}
