package dev.onward.explain;

import java.util.HashMap;
import java.util.Map;

/** The values of atoms for one row. The trees are evaluated once. Not thread-safe. */
final class RowValues {

    private final Cells cells;
    private final Map<TreeEnsemble, double[]> columns = new HashMap<>();
    private final Map<TreeEnsemble, double[]> sums = new HashMap<>();

    RowValues(Cells cells) {
        this.cells = cells;
    }

    double value(Atom atom) {
        return atom instanceof TreeOutput output
                ? sums.computeIfAbsent(output.trees(), trees -> trees.sums(columns(trees)))[output.target()]
                : atom.of(cells);
    }

    /** The value of a sum. */
    double value(Score score) {
        double value = score.constant();
        for (int i = 0; i < score.atoms().size(); i++) {
            value += score.coefficient(i) * value(score.atoms().get(i));
        }
        return value;
    }

    /** The values of the columns that an ensemble tests. */
    double[] columns(TreeEnsemble trees) {
        return columns.computeIfAbsent(trees, ensemble -> ensemble.encode(cells));
    }
}
