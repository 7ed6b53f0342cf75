package dev.onward.train.data;

import dev.onward.dataset.DataColumn;
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
 * The target column. Its labels are its distinct values, ordered as numbers if all of them are numbers and as text
 * otherwise. If all are whole numbers, {@code 1} and {@code 1.0} are the same label.
 */
public final class TargetColumn {

    private static final int MAX_INFERRED_CLASSES = 20;

    private final DataColumn column;
    private final List<Long> lines;
    private final List<String> cells;
    private final boolean decimalComma;
    private final List<String> values;
    private final List<String> labels;
    private final Task task;

    /**
     * @param cells the value of each row, none of them blank
     * @param lines the line of each row in the file
     */
    TargetColumn(DataColumn column, List<String> cells, List<Long> lines, boolean decimalComma) {
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
            String label = whole.map(read -> Long.toString(read.integer(at))).orElse(distinct.get(i));
            canonical.put(distinct.get(i), label);
            order.put(label, numbers.map(read -> read.number(at)).orElse(0.0));
        }
        values = cells.stream().map(canonical::get).toList();
        labels = distinct(values).stream()
                .sorted(Comparator.<String, Double>comparing(order::get).thenComparing(Comparator.naturalOrder()))
                .toList();
        boolean isClasses = numbers.isEmpty() || (whole.isPresent() && labels.size() <= MAX_INFERRED_CLASSES);
        task = isClasses ? Task.CLASSIFICATION : Task.REGRESSION;
    }

    /** The name of the target. */
    public String name() {
        return column.name();
    }

    /** The name of the column in the file. */
    public String column() {
        return column.header();
    }

    /** The task inferred from the values: text, or at most 20 distinct whole numbers, means classification. */
    public Task task() {
        return task;
    }

    /** The distinct labels, in their order. */
    public List<String> labels() {
        return labels;
    }

    /** The position of each row's label. */
    int[] classes() {
        Map<String, Integer> positions = new HashMap<>();
        labels.forEach(label -> positions.put(label, positions.size()));
        return values.stream().mapToInt(positions::get).toArray();
    }

    /** The number of rows with the label. */
    public long count(String label) {
        return values.stream().filter(label::equals).count();
    }

    /** The line in which the label first occurs. */
    public long firstLine(String label) {
        return lines.get(values.indexOf(label));
    }

    /** A problem for each cell that is not a number. */
    public List<Problem> problems() {
        TableBuilder builder = builder(DataType.NUMBER);
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            add(builder, cells.get(i), lines.get(i));
            builder.takeProblems().forEach(problem -> problems.add(column.located(problem)));
        }
        return problems;
    }

    /** The number of each row, if {@link #problems()} is empty. */
    public double[] values() {
        Column numbers = read(cells, DataType.NUMBER).orElseThrow();
        double[] exact = new double[numbers.size()];
        for (int row = 0; row < exact.length; row++) {
            exact[row] = numbers.number(row);
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
        // Predicted numbers are 32-bit floats; whole numbers may also be labels, which have no range.
        Feature.Builder feature = Feature.builder("target", type);
        if (type == DataType.NUMBER) {
            feature.accepts(Range.FLOAT);
        }
        TableBuilder builder = new TableBuilder(new Schema(List.of(feature.build())));
        return decimalComma ? builder.decimalComma() : builder;
    }
}
