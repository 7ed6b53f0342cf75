package dev.onward.csv;

import dev.onward.csv.PredictionWriter.RowWriter;
import dev.onward.details.BlockScorer;
import dev.onward.details.DetailOptions;
import dev.onward.details.DetailSource;
import dev.onward.details.PredictionDetails;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.table.DataType;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Makes a prediction for every row of a CSV file, in chunks. Columns are found by name, in any order and without regard
 * to upper and lower case where that is clear, and columns that are not features are passed through. A row with a
 * problem gets the problem instead of a prediction, and the other rows are not affected.
 */
public final class CsvScorer {

    /** Large enough to make the runtime's cost per call negligible, small enough for the memory of many requests. */
    private static final int CHUNK_ROWS = 1024;

    /** In bytes of memory, about. A chunk of long rows ends earlier. */
    private static final int CHUNK_SIZE = 2 << 20;

    /** The chunks that are in memory at the same time: one for each processor, one to read and one to write. */
    private static final int MAX_CHUNKS = Runtime.getRuntime().availableProcessors() + 2;

    /** The bytes of memory for a cell, in addition to its text. */
    private static final int CELL_SIZE = 32;

    private final BlockScorer scorer;
    private final CsvRows rows;
    private final FeatureColumns columns;
    private final PredictionWriter writer;

    private CsvScorer(BlockScorer scorer, CsvRows rows, FeatureColumns columns, PredictionWriter writer) {
        this.scorer = scorer;
        this.rows = rows;
        this.columns = columns;
        this.writer = writer;
    }

    /** The format of the predictions. */
    public enum OutputFormat {
        /** The file with further columns. */
        CSV,
        /** An array with an object per row. */
        JSON
    }

    /**
     * The place of the rows in a longer file, which is scored in parts. Each part begins with the file's header line.
     *
     * @param firstLine the line of the file with the first row, from 1; empty if it follows the header line
     * @param decimalComma whether the predictions have a decimal comma, unless commas separate the cells; if empty, the
     *     first rows decide
     */
    public record Part(OptionalLong firstLine, Optional<Boolean> decimalComma) {

        /** All rows of a file. */
        public static final Part WHOLE = new Part(OptionalLong.empty(), Optional.empty());
    }

    /**
     * A number of rows.
     *
     * @param rows all rows, including those with problems
     * @param badRows rows with problems, which have no prediction
     */
    public record Count(long rows, long badRows) {}

    /**
     * The result of scoring a file.
     *
     * @param renamed the features by the names of their columns, for columns whose name differs in upper and lower case
     */
    public record Outcome(Count count, Map<String, String> renamed) {

        /** A sentence for each column with another name than its feature. */
        public List<String> notices() {
            return renamed.entrySet().stream()
                    .map(column ->
                            "column " + Text.quote(column.getKey()) + " was read as " + Text.quote(column.getValue()))
                    .toList();
        }
    }

    /** Called after each chunk has been written. */
    public interface ProgressListener {

        /** @param count rows so far */
        void update(Count count);
    }

    /**
     * Predicts every row of a file.
     *
     * @param csv not closed
     * @param part {@link Part#WHOLE}, unless the rows are a part of a longer file
     * @param out not closed; nothing is written before the header has been checked
     * @param details that accompany each prediction
     * @throws InvalidInputException if the header cannot be read, lacks a feature, or has the name of an output column;
     *     or if the model has no class or value of the name that is to be explained
     */
    public static Outcome score(
            InputStream csv,
            Part part,
            OutputStream out,
            Model model,
            DetailSource details,
            OutputFormat format,
            ProgressListener listener) {
        return score(csv, part, out, model, details, format, listener, Runnable::run);
    }

    /**
     * Predicts every row of a file as the other method does, and may predict and write with other threads.
     *
     * @param executor runs what predicts the rows of some chunks, and what writes those of one
     */
    public static Outcome score(
            InputStream csv,
            Part part,
            OutputStream out,
            Model model,
            DetailSource details,
            OutputFormat format,
            ProgressListener listener,
            Executor executor) {
        CsvRows rows = CsvRows.open(csv);
        Table noRows = new TableBuilder(model.schema()).build();
        Prediction empty = model.predict(noRows);
        details.of(noRows, empty);
        CsvDetails detailColumns = CsvDetails.of(details.options(), model.schema(), empty);
        List<String> outputColumns = CsvPredictionWriter.columns(empty, detailColumns);
        FeatureColumns columns = FeatureColumns.match(
                rows.header(), model.schema(), format == OutputFormat.CSV ? outputColumns : List.of());
        part.firstLine().ifPresent(rows::continueAt);
        List<CsvRows.Row> chunk = nextChunk(rows);
        boolean decimalComma = rows.allowsDecimalComma()
                && part.decimalComma().orElseGet(() -> usesDecimalComma(chunk, columns, model.schema()));
        try (PredictionWriter writer = format == OutputFormat.JSON
                ? new JsonPredictionWriter(out, model)
                : new CsvPredictionWriter(
                        out, rows.separator(), decimalComma, rows.header(), outputColumns, detailColumns)) {
            BlockScorer scorer = new BlockScorer(model, details, builders(model.schema(), rows));
            Count count = new CsvScorer(scorer, rows, columns, writer).score(chunk, executor, listener);
            return new Outcome(count, columns.renamed());
        }
    }

    /**
     * The names of the columns that predictions add to their rows, in order; the last one is for errors.
     *
     * @param prediction of the kind that is written, with any number of rows
     */
    public static List<String> outputColumns(DetailOptions options, Schema schema, Prediction prediction) {
        return CsvPredictionWriter.columns(prediction, CsvDetails.of(options, schema, prediction));
    }

    /** Writes a table that was not read from CSV, with its predictions and their details, as CSV. */
    public static void write(
            OutputStream out, Table table, Prediction prediction, PredictionDetails details, DetailOptions options) {
        CsvDetails detailColumns = CsvDetails.of(options, table.schema(), prediction);
        List<String> outputColumns = CsvPredictionWriter.columns(prediction, detailColumns);
        try (CsvPredictionWriter writer =
                new CsvPredictionWriter(out, ',', false, table.schema().names(), outputColumns, detailColumns)) {
            RowWriter rowWriter = writer.rows(prediction, details);
            for (int i = 0; i < table.rows(); i++) {
                int row = i;
                List<String> cells = IntStream.range(0, table.schema().size())
                        .mapToObj(column -> writer.text(table.column(column), row))
                        .toList();
                rowWriter.write(cells, row);
            }
        }
    }

    private Count score(List<CsvRows.Row> firstRows, Executor executor, ProgressListener listener) {
        Deque<CompletableFuture<Count>> unfinished = new ArrayDeque<>();
        CompletableFuture<Count> written = CompletableFuture.completedFuture(new Count(0, 0));
        try {
            for (List<CsvRows.Row> chunkRows = firstRows; !chunkRows.isEmpty(); chunkRows = nextChunk(rows)) {
                ScoredChunk chunk = new ScoredChunk(chunkRows, columns, writer);
                CompletableFuture<Integer> badRows =
                        CompletableFuture.supplyAsync(() -> scorer.score(chunk, chunk), executor);
                written = written.thenCombineAsync(
                        badRows, (before, bad) -> write(chunk, before, bad, listener), executor);
                unfinished.add(written);
                while (unfinished.size() > MAX_CHUNKS
                        || (!unfinished.isEmpty() && unfinished.element().isDone())) {
                    unfinished.remove().join();
                }
            }
            return written.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        } finally {
            // Nothing may be written when the writer is closed.
            written.handle((nothing, failure) -> true).join();
        }
    }

    private static Count write(ScoredChunk chunk, Count before, int badRows, ProgressListener listener) {
        chunk.write();
        Count count = new Count(before.rows() + chunk.size(), before.badRows() + badRows);
        listener.update(count);
        return count;
    }

    private static Supplier<TableBuilder> builders(Schema schema, CsvRows rows) {
        return () -> {
            TableBuilder builder = new TableBuilder(schema);
            return rows.allowsDecimalComma() ? builder.decimalComma() : builder;
        };
    }

    private static List<CsvRows.Row> nextChunk(CsvRows rows) {
        List<CsvRows.Row> chunk = new ArrayList<>(CHUNK_ROWS);
        int size = 0;
        while (chunk.size() < CHUNK_ROWS && size < CHUNK_SIZE) {
            Optional<CsvRows.Row> row = rows.next();
            if (row.isEmpty()) {
                break;
            }
            chunk.add(row.get());
            size += size(row.get().cells());
        }
        return chunk;
    }

    private static int size(List<String> cells) {
        int characters = cells instanceof PlainCells plain
                ? plain.characters()
                : cells.stream().mapToInt(String::length).sum();
        return cells.size() * CELL_SIZE + characters;
    }

    /** Returns whether numbers of the first chunk have a decimal comma, which the predictions then have too. */
    private static boolean usesDecimalComma(List<CsvRows.Row> chunk, FeatureColumns columns, Schema schema) {
        int[] numbers = columns.where(position -> schema.feature(position).type() == DataType.NUMBER);
        return chunk.stream().filter(row -> row.problem().isEmpty()).anyMatch(row -> IntStream.of(numbers)
                .anyMatch(column -> row.cells().get(column).indexOf(',') >= 0));
    }
}
