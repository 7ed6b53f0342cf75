package dev.onward.dataset;

import dev.onward.model.card.ColumnCard;
import dev.onward.model.card.ModelCard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The columns of a CSV file in order, as a card describes them. */
public record DataHeader(List<DataColumn> columns) {

    private static final ColumnCard AS_IT_IS = new ColumnCard(false, Optional.empty(), Map.of());

    public DataHeader {
        columns = List.copyOf(columns);
    }

    /**
     * @param names of the columns in the file
     * @param card whose {@code columns} describe them
     */
    public static DataHeader of(List<String> names, ModelCard card) {
        return new DataHeader(IntStream.range(0, names.size())
                .mapToObj(i -> new DataColumn(i, names.get(i), card.columns().getOrDefault(names.get(i), AS_IT_IS)))
                .toList());
    }

    /** The names in the file. */
    public List<String> names() {
        return columns.stream().map(DataColumn::header).toList();
    }

    /** The column with this name in the file, or else the first that the card renames to it. */
    public Optional<DataColumn> find(String name) {
        return columns.stream()
                .filter(column -> column.header().equals(name))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.name().equals(name) && !name.isEmpty())
                        .findFirst());
    }

    /** The columns that are neither dropped nor the target. */
    public List<DataColumn> features(Optional<DataColumn> target) {
        return columns.stream()
                .filter(column -> !column.isDropped() && !Optional.of(column).equals(target))
                .toList();
    }
}
