package dev.onward.spark;

import dev.onward.details.BlockScorer;
import dev.onward.details.PredictionDetails;
import dev.onward.model.Prediction;
import dev.onward.table.TableBuilder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the rows of a partition in blocks, in the thread of its task, and appends the output columns to each row.
 * Holds one block in memory.
 */
final class BlockFunction implements MapPartitionsFunction<Row, Row> {

    /** Large enough to make the cost of a block negligible, small enough for the memory of many tasks. */
    private static final int BLOCK_ROWS = 4096;

    /** In characters and bytes of the values in the rows, about. A block of long rows ends earlier. */
    private static final int BLOCK_SIZE = 4 << 20;

    private final Scoring scoring;
    private final FeatureBinding binding;
    private final int inputWidth;
    private final @Nullable CsvLines lines;

    /**
     * @param inputWidth the number of columns that the results begin with, which are the first of the rows
     * @param lines the source of rows that were read from CSV files; null for others
     */
    BlockFunction(Scoring scoring, FeatureBinding binding, int inputWidth, @Nullable CsvLines lines) {
        this.scoring = scoring;
        this.binding = binding;
        this.inputWidth = inputWidth;
        this.lines = lines;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Blocks(rows, scoring.scorer(lines != null && lines.allowsDecimalComma()));
    }

    /** The results of all rows, computed block by block when they are read. */
    private final class Blocks implements Iterator<Row> {

        private final Iterator<Row> rows;
        private final BlockScorer scorer;
        private Iterator<Row> results = List.<Row>of().iterator();

        Blocks(Iterator<Row> rows, BlockScorer scorer) {
            this.rows = rows;
            this.scorer = scorer;
        }

        @Override
        public boolean hasNext() {
            if (!results.hasNext() && rows.hasNext()) {
                Block block = new Block(nextBlock());
                scorer.score(block, block);
                results = block.results.iterator();
            }
            return results.hasNext();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return results.next();
        }

        private List<Row> nextBlock() {
            List<Row> block = new ArrayList<>();
            int size = 0;
            while (block.size() < BLOCK_ROWS && size < BLOCK_SIZE && rows.hasNext()) {
                Row row = rows.next();
                block.add(row);
                for (int i = 0; i < row.size(); i++) {
                    size += size(row.get(i));
                }
            }
            return block;
        }

        private static int size(@Nullable Object value) {
            if (value instanceof String text) {
                return text.length();
            }
            return value instanceof byte[] bytes ? bytes.length : 1;
        }
    }

    /** The rows of a block, and the results so far. */
    private final class Block implements BlockScorer.Rows, BlockScorer.Results {

        private final List<Row> rows;
        private final List<Row> results;

        Block(List<Row> rows) {
            this.rows = rows;
            this.results = new ArrayList<>(rows.size());
        }

        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public Optional<String> problem(int row) {
            return lines == null ? Optional.empty() : lines.problem(rows.get(row));
        }

        @Override
        public void addCells(int row, TableBuilder builder) {
            binding.addCells(rows.get(row), builder);
        }

        @Override
        public BlockScorer.Predictions part(Prediction prediction, PredictionDetails details) {
            OutputColumns.Writer writer = scoring.outputs().writer(prediction, details);
            return (row, position) -> {
                @Nullable Object[] cells = cells(row);
                writer.write(cells, inputWidth, position);
                results.add(RowFactory.create(cells));
            };
        }

        @Override
        public void problem(int row, String problem) {
            @Nullable Object[] cells = cells(row);
            scoring.outputs().writeProblem(cells, inputWidth, Optional.of(problem));
            results.add(RowFactory.create(cells));
        }

        private @Nullable Object[] cells(int row) {
            @Nullable
            Object[] cells = new @Nullable Object[inputWidth + scoring.outputs().size()];
            for (int i = 0; i < inputWidth; i++) {
                cells[i] = rows.get(row).get(i);
            }
            return cells;
        }
    }
}
