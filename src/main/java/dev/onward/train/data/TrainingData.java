package dev.onward.train.data;

import dev.onward.model.card.Task;
import dev.onward.table.Table;

/**
 * The valid rows of a data file.
 *
 * @param features one row for each row of the target column
 * @param sha256 of the file
 */
public record TrainingData(Table features, TargetColumn target, String sha256) {

    /** The encoded rows with the targets of the task. */
    public LabelledRows rows(Task task) {
        DesignColumns design = DesignColumns.of(features.schema());
        double[][] rows = FeatureEncoding.rows(features);
        return task == Task.REGRESSION
                ? LabelledRows.ofValues(design, rows, target.values())
                : LabelledRows.ofClasses(
                        design, rows, target.classes(), target.labels().size());
    }
}
