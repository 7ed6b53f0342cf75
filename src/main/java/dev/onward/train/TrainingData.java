package dev.onward.train;

import dev.onward.model.card.Task;
import dev.onward.table.Table;

/**
 * The rows to train on, and beside them what is to be learnt.
 *
 * @param sha256 of the file that they come from
 */
record TrainingData(Table features, TargetColumn target, String sha256) {

    LabelledRows rows(Task task) {
        Layout layout = Layout.of(features.schema());
        double[][] rows = Coding.rows(features);
        return task == Task.REGRESSION
                ? LabelledRows.ofValues(layout, rows, target.values())
                : LabelledRows.ofClasses(
                        layout, rows, target.classes(), target.labels().size());
    }
}
