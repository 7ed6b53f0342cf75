package dev.onward.train;

import dev.onward.model.card.Task;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Problem;
import dev.onward.table.Range;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The column that is to be learnt. Its labels are its different values, ordered as numbers if all of them are numbers
 * and as text otherwise. If all are whole numbers, {@code 1} and {@code 1.0} are the same label.
 */
final class TargetColumn {

    private static final int MOST_GUESSED_CLASSES = 20;

    private final SourceColumn column;
    private final List<Long> lines;
    private final List<String> cells;
    private final boolean decimalComma;
    private final List<String> values;
    private final List<String> labels;
    private final Task task;

    /**
     * @param cells its values by row, none of them blank
     * @param lines where the rows are in the file
     */
    TargetColumn(SourceColumn column, List<String> cells, List<Long> lines, boolean decimalComma) {
        this.column = column;
        this.lines = List.copyOf(lines);
        this.cells = List.copyOf(cells);
        this.decimalComma = decimalComma;
        List<String> distinct = distinct(cells);
        Optional<Column> whole = read(distinct, DataType.INTEGER);
        Optional<Column> numbers = read(distinct, DataType.NUMBER);
        Map<String, String> canonical = new HashMap<>();
        Map<String, Double> order = new HashMap<>();
        for (int i = 0; i < distinct.size(); i++) {
            int at = i;
            String label = whole.map(read -> Long.toString(((Column.Longs) read).get(at)))
                    .orElse(distinct.get(i));
            canonical.put(distinct.get(i), label);
            order.put(
                    label, numbers.map(read -> ((Column.Doubles) read).get(at)).orElse(0.0));
        }
        values = cells.stream().map(canonical::get).toList();
        labels = distinct(values).stream()
                .sorted(Comparator.<String, Double>comparing(order::get).thenComparing(Comparator.naturalOrder()))
                .toList();
        boolean isClasses = numbers.isEmpty() || (whole.isPresent() && labels.size() <= MOST_GUESSED_CLASSES);
        task = isClasses ? Task.CLASSIFICATION : Task.REGRESSION;
    }

    /** What the model calls it. */
    String name() {
        return column.name();
    }

    /** What the file calls it. */
    String column() {
        return column.header();
    }

    /** What there seems to be to learn: text, or at most 20 different whole numbers, means classes. */
    Task task() {
        return task;
    }

    List<String> labels() {
        return labels;
    }

    /** For each row the position of its label. */
    int[] classes() {
        Map<String, Integer> positions = new HashMap<>();
        labels.forEach(label -> positions.put(label, positions.size()));
        return values.stream().mapToInt(positions::get).toArray();
    }

    long count(String label) {
        return values.stream().filter(label::equals).count();
    }

    /** The line in which the label occurs first. */
    long firstLine(String label) {
        return lines.get(values.indexOf(label));
    }

    /** What keeps its cells from being numbers. */
    List<Problem> problems() {
        TableBuilder builder = builder(DataType.NUMBER);
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            add(builder, cells.get(i), lines.get(i));
            builder.takeProblems().forEach(problem -> problems.add(column.located(problem)));
        }
        return problems;
    }

    /** For each row its number, if all are numbers. */
    double[] values() {
        Column.Doubles numbers = (Column.Doubles) read(cells, DataType.NUMBER).orElseThrow();
        double[] exact = new double[numbers.size()];
        for (int row = 0; row < exact.length; row++) {
            exact[row] = numbers.get(row);
        }
        return exact;
    }

    private static List<String> distinct(List<String> texts) {
        return List.copyOf(new LinkedHashSet<>(texts));
    }

    private Optional<Column> read(List<String> texts, DataType type) {
        TableBuilder builder = builder(type);
        texts.forEach(text -> add(builder, text, 0));
        return builder.takeProblems().isEmpty() ? Optional.of(builder.build().column(0)) : Optional.empty();
    }

    private static void add(TableBuilder builder, String cell, long line) {
        builder.startRow(line);
        builder.text(0, cell);
        builder.endRow();
    }

    private TableBuilder builder(DataType type) {
        // The answers will be 32-bit floats; whole numbers may also be labels, which have no range.
        Feature feature = Feature.of("target", type);
        TableBuilder builder = new TableBuilder(
                new Schema(List.of(type == DataType.NUMBER ? feature.accepting(Range.FLOAT) : feature)));
        return decimalComma ? builder.decimalComma() : builder;
    }
}
