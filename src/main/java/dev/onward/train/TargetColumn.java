package dev.onward.train;

import dev.onward.model.Task;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
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

    private static final int MOST_CLASSES = 20;

    private final String name;
    private final List<Long> lines;
    private final List<String> values;
    private final List<String> labels;
    private final Task task;

    /**
     * @param cells its values by row, none of them blank
     * @param lines where the rows are in the file
     */
    TargetColumn(String name, List<String> cells, List<Long> lines, boolean decimalComma) {
        this.name = name;
        this.lines = List.copyOf(lines);
        List<String> distinct = distinct(cells);
        Optional<Column> whole = read(distinct, DataType.INTEGER, decimalComma);
        Optional<Column> numbers = read(distinct, DataType.NUMBER, decimalComma);
        Map<String, String> canonical = new HashMap<>();
        Map<String, Double> order = new HashMap<>();
        for (int i = 0; i < distinct.size(); i++) {
            int at = i;
            String label = whole.map(column -> Long.toString(((Column.Longs) column).get(at)))
                    .orElse(distinct.get(i));
            canonical.put(distinct.get(i), label);
            order.put(
                    label,
                    numbers.map(column -> ((Column.Doubles) column).get(at)).orElse(0.0));
        }
        values = cells.stream().map(canonical::get).toList();
        labels = distinct(values).stream()
                .sorted(Comparator.<String, Double>comparing(order::get).thenComparing(Comparator.naturalOrder()))
                .toList();
        boolean isClasses = numbers.isEmpty() || (whole.isPresent() && labels.size() <= MOST_CLASSES);
        task = isClasses ? Task.CLASSIFICATION : Task.REGRESSION;
    }

    String name() {
        return name;
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

    private static List<String> distinct(List<String> texts) {
        return List.copyOf(new LinkedHashSet<>(texts));
    }

    private static Optional<Column> read(List<String> cells, DataType type, boolean decimalComma) {
        TableBuilder builder = new TableBuilder(new Schema(List.of(Feature.of("target", type))));
        if (decimalComma) {
            builder.decimalComma();
        }
        for (String cell : cells) {
            builder.startRow(0);
            builder.text(0, cell);
            builder.endRow();
        }
        return builder.takeProblems().isEmpty() ? Optional.of(builder.build().column(0)) : Optional.empty();
    }
}
