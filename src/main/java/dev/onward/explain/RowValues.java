package dev.onward.explain;

import dev.onward.explain.graph.Atom;
import dev.onward.explain.graph.LinearCombination;
import dev.onward.explain.graph.TableRow;
import dev.onward.explain.graph.TreeEnsemble;
import dev.onward.explain.graph.TreeOutput;
import dev.onward.table.Table;
import java.util.HashMap;
import java.util.Map;

/**
 * The values of atoms for one row of a table after another, beginning with the first one. The trees are evaluated once
 * for each row, in memory that all rows share. Not thread-safe.
 */
final class RowValues {

    private final Table table;
    private final Map<TreeEnsemble, Trees> trees = new HashMap<>();
    private TableRow row;

    RowValues(Table table) {
        this.table = table;
        this.row = new TableRow(table, 0);
    }

    /** The number of features of the table. */
    int features() {
        return table.schema().size();
    }

    /** An ensemble with the row for which it was evaluated last. */
    private static final class Trees {

        private static final int NO_ROW = -1;

        private final TreeEnsemble ensemble;
        private final double[] columns;
        private final double[] sums;
        private final TreeShapley.Scratch scratch;
        private int columnsRow = NO_ROW;
        private int sumsRow = NO_ROW;

        Trees(TreeEnsemble ensemble, int features) {
            this.ensemble = ensemble;
            this.columns = ensemble.newColumns();
            this.sums = new double[ensemble.targetCount()];
            this.scratch = new TreeShapley.Scratch(ensemble, features);
        }

        double[] columns(TableRow row) {
            if (columnsRow != row.row()) {
                ensemble.encode(row, columns);
                columnsRow = row.row();
            }
            return columns;
        }

        double sum(TableRow row, int target) {
            if (sumsRow != row.row()) {
                ensemble.sum(columns(row), sums);
                sumsRow = row.row();
            }
            return sums[target];
        }
    }

    /** Replaces the current row by the one at a position. */
    void moveTo(int position) {
        row = new TableRow(table, position);
    }

    /** The current row. */
    TableRow row() {
        return row;
    }

    private Trees trees(TreeEnsemble ensemble) {
        return trees.computeIfAbsent(ensemble, key -> new Trees(key, features()));
    }

    double value(Atom atom) {
        return atom instanceof TreeOutput output ? trees(output.trees()).sum(row, output.target()) : atom.of(row);
    }

    /** The value of a sum. */
    double value(LinearCombination score) {
        double value = score.constant();
        for (int i = 0; i < score.atoms().size(); i++) {
            value += score.coefficient(i) * value(score.atoms().get(i));
        }
        return value;
    }

    /** Adds the contributions of an ensemble to those of all features. */
    void addContributions(TreeEnsemble ensemble, TreeShapley.Weighted weighted, double[] contributions) {
        Trees own = trees(ensemble);
        weighted.add(own.columns(row), own.scratch, contributions);
    }
}
