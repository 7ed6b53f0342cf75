package dev.onward.dataset;

import dev.onward.csv.CsvRows;
import dev.onward.model.card.ColumnCard;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.util.Map;
import java.util.Optional;

/**
 * A column of a CSV file and the card's instructions for it.
 *
 * @param position in the file, from 0
 * @param header its name in the file, which problems with its cells also use
 * @param card whether to drop or rename it, and how to map its cells
 */
public record DataColumn(int position, String header, ColumnCard card) {

    /** The name of the feature or target that the column becomes. */
    public String name() {
        return card.rename().filter(name -> !name.isBlank()).orElse(header);
    }

    public boolean isDropped() {
        return card.drop();
    }

    /** The row's cell without surrounding white space, mapped as the card says. */
    public String cell(CsvRows.Row row) {
        String cell = stripped(row);
        return card.map().getOrDefault(cell, cell);
    }

    /** The problem that the card maps the values of this column, but not the row's. */
    public Optional<Problem> unmapped(CsvRows.Row row) {
        Map<String, String> map = card.map();
        String cell = stripped(row);
        if (map.isEmpty() || cell.isEmpty() || map.containsKey(cell)) {
            return Optional.empty();
        }
        String example = Text.quote(map.keySet().iterator().next());
        return Optional.of(Problem.ofCell(
                row.line(),
                header,
                "expected a value that the card maps, such as " + example + ", got " + Text.quote(cell)));
    }

    /** The same problem under the column's name in the file instead of the feature's. */
    public Problem located(Problem problem) {
        return problem.withFeature(header);
    }

    /** The row's cell as it is in the file, without surrounding white space. */
    public String stripped(CsvRows.Row row) {
        return row.cells().get(position).strip();
    }
}
