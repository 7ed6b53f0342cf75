package dev.onward.train;

import dev.onward.table.Column;
import dev.onward.table.Table;

/**
 * The rows to train on, and beside them what is to be learnt.
 *
 * @param sha256 of the file that they come from
 */
record TrainingData(Table features, TargetColumn target, String sha256) {

    /** The features as numbers, [rows, features]. */
    double[][] rows() {
        double[][] rows = new double[features.rows()][features.schema().size()];
        for (int i = 0; i < features.schema().size(); i++) {
            Column.Doubles column = (Column.Doubles) features.column(i);
            for (int row = 0; row < rows.length; row++) {
                // Adding zero makes -0 and 0 the same value.
                rows[row][i] = column.get(row) + 0.0;
            }
        }
        return rows;
    }
}
