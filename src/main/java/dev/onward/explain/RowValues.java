package dev.onward.explain;

import dev.onward.explain.graph.Atom;
import dev.onward.explain.graph.LinearCombination;
import dev.onward.explain.graph.TableRow;
import dev.onward.explain.graph.TreeEnsemble;
import dev.onward.explain.graph.TreeOutput;
import java.util.HashMap;
import java.util.Map;

/** The values of atoms for one row. The trees are evaluated once. Not thread-safe. */
final class RowValues {

    private final TableRow row;
    private final Map<TreeEnsemble, double[]> columns = new HashMap<>();
    private final Map<TreeEnsemble, double[]> sums = new HashMap<>();

    RowValues(TableRow row) {
        this.row = row;
    }

    double value(Atom atom) {
        return atom instanceof TreeOutput output
                ? sums.computeIfAbsent(output.trees(), trees -> trees.sums(columns(trees)))[output.target()]
                : atom.of(row);
    }

    /** The value of a sum. */
    double value(LinearCombination score) {
        double value = score.constant();
        for (int i = 0; i < score.atoms().size(); i++) {
            value += score.coefficient(i) * value(score.atoms().get(i));
        }
        return value;
    }

    /** The values of the columns that an ensemble tests. */
    double[] columns(TreeEnsemble trees) {
        return columns.computeIfAbsent(trees, ensemble -> ensemble.encode(row));
    }
}
