package dev.onward.csv;

import dev.onward.csv.PredictionWriter.RowWriter;
import dev.onward.details.BlockScorer;
import dev.onward.details.PredictionDetails;
import dev.onward.model.Prediction;
import dev.onward.table.TableBuilder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Some rows of a file and then their results, which can be written by another thread while the next ones are scored. */
final class ScoredChunk implements BlockScorer.Rows, BlockScorer.Results {

    private final List<CsvRows.Row> rows;
    private final FeatureColumns columns;
    private final PredictionWriter writer;
    private final @Nullable RowWriter[] predicted;
    private final int[] positions;
    private final String[] problems;

    ScoredChunk(List<CsvRows.Row> rows, FeatureColumns columns, PredictionWriter writer) {
        this.rows = rows;
        this.columns = columns;
        this.writer = writer;
        predicted = new RowWriter[rows.size()];
        positions = new int[rows.size()];
        problems = new String[rows.size()];
    }

    @Override
    public int size() {
        return rows.size();
    }

    /** Without cells, only the line number identifies the row. */
    @Override
    public Optional<String> problem(int position) {
        CsvRows.Row row = rows.get(position);
        return row.cells().isEmpty()
                ? row.problem().map(problem -> "line " + row.line() + ": " + problem)
                : row.problem();
    }

    @Override
    public void addCells(int row, TableBuilder builder) {
        columns.addCells(rows.get(row).cells(), builder);
    }

    @Override
    public BlockScorer.Predictions part(Prediction prediction, PredictionDetails details) {
        RowWriter rowWriter = writer.rows(prediction, details);
        return (row, position) -> {
            predicted[row] = rowWriter;
            positions[row] = position;
        };
    }

    @Override
    public void problem(int row, String problem) {
        problems[row] = problem;
    }

    /** Writes all rows with their results, in order. */
    void write() {
        for (int i = 0; i < problems.length; i++) {
            List<String> cells = rows.get(i).cells();
            RowWriter rowWriter = predicted[i];
            if (rowWriter == null) {
                writer.writeProblem(cells, problems[i]);
            } else {
                rowWriter.write(cells, positions[i]);
            }
        }
    }
}
