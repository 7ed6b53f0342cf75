package dev.onward.details;

import dev.onward.explain.ResponseCurve;
import dev.onward.explain.RowOutcome;
import dev.onward.table.Table;
import java.util.List;

/**
 * The response curves around the rows of a table.
 *
 * @param outcomes one for each row: a curve for each feature with reference data, at least one
 * @param isSingle whether the model's numbers have the precision of a float
 */
public record RowCurves(Table table, List<RowOutcome<List<ResponseCurve>>> outcomes, boolean isSingle) {

    public RowCurves {
        outcomes = List.copyOf(outcomes);
    }

    public RowOutcome<List<ResponseCurve>> outcome(int row) {
        return outcomes.get(row);
    }
}
