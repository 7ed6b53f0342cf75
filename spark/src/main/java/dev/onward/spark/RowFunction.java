package dev.onward.spark;

import dev.onward.details.BlockScorer;
import dev.onward.details.PredictionDetails;
import dev.onward.model.Prediction;
import dev.onward.table.TableBuilder;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Predicts one row at a time, for SQL: from a struct of the columns to a struct of the output columns. */
final class RowFunction implements UDF1<Row, @Nullable Row> {

    private final Scoring scoring;
    private transient volatile @Nullable Bound bound;

    RowFunction(Scoring scoring) {
        this.scoring = scoring;
    }

    /** The columns of the structs, which are usually the same for all calls. */
    private record Bound(StructType columns, FeatureBinding binding, BlockScorer scorer) {}

    /**
     * Predicts one row.
     *
     * @return null for null
     * @throws dev.onward.OnwardException if the columns of the struct do not fit the model
     */
    @Override
    public @Nullable Row call(@Nullable Row row) {
        if (row == null) {
            return null;
        }
        Bound present = bound;
        if (present == null || !present.columns().equals(row.schema())) {
            present = new Bound(
                    row.schema(), FeatureBinding.of(row.schema(), scoring.schema(), List.of()), scoring.scorer(false));
            bound = present;
        }
        SingleRow single = new SingleRow(row, present.binding());
        present.scorer().score(single, single);
        return RowFactory.create(single.cells);
    }

    private final class SingleRow implements BlockScorer.Rows, BlockScorer.Results {

        private final Row row;
        private final FeatureBinding binding;
        private final @Nullable Object[] cells =
                new @Nullable Object[scoring.outputs().size()];

        SingleRow(Row row, FeatureBinding binding) {
            this.row = row;
            this.binding = binding;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public Optional<String> problem(int position) {
            return Optional.empty();
        }

        @Override
        public void addCells(int position, TableBuilder builder) {
            binding.addCells(row, builder);
        }

        @Override
        public BlockScorer.Predictions part(Prediction prediction, PredictionDetails details) {
            OutputColumns.Writer writer = scoring.outputs().writer(prediction, details);
            return (ignored, position) -> writer.write(cells, 0, position);
        }

        @Override
        public void problem(int position, String problem) {
            scoring.outputs().writeProblem(cells, 0, Optional.of(problem));
        }
    }
}
