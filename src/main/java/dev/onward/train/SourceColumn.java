package dev.onward.train;

import dev.onward.csv.CsvRows;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.util.Map;
import java.util.Optional;

/**
 * A column of the file that is read, and what the card makes of it.
 *
 * @param position in the file, from 0
 * @param header what the file calls it, and so do problems with its cells
 * @param name what the model calls it
 * @param map what each of its cells is to be read as; as it stands if empty
 */
record SourceColumn(int position, String header, String name, Map<String, String> map) {

    /** The row's cell, without blanks around it, as the card reads it. */
    String cell(CsvRows.Row row) {
        String cell = row.cells().get(position).strip();
        return map.getOrDefault(cell, cell);
    }

    /** That the card does not say what the row's cell is to be read as. */
    Optional<Problem> fault(CsvRows.Row row) {
        String cell = row.cells().get(position).strip();
        if (map.isEmpty() || cell.isEmpty() || map.containsKey(cell)) {
            return Optional.empty();
        }
        String known = Text.quote(map.keySet().iterator().next());
        return Optional.of(Problem.of(
                row.line(),
                header,
                "expected a value that the card maps, such as " + known + ", got " + Text.quote(cell)));
    }

    /** The same problem, but of the column in the file and not of the feature that it becomes. */
    Problem located(Problem problem) {
        return new Problem(problem.row(), header, problem.message(), problem.suggestion());
    }
}
