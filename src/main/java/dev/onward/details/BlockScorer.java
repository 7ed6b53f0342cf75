package dev.onward.details;

import dev.onward.model.Model;
import dev.onward.model.PartialPrediction;
import dev.onward.model.Prediction;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Predicts blocks of rows. A row with a problem gets the problem instead of a prediction, and the other rows are not
 * affected.
 */
public final class BlockScorer {

    private final Model model;
    private final DetailSource details;
    private final Supplier<TableBuilder> builders;

    /**
     * @param details that accompany each prediction
     * @param builders creates the builder of each table
     */
    public BlockScorer(Model model, DetailSource details, Supplier<TableBuilder> builders) {
        this.model = model;
        this.details = details;
        this.builders = builders;
    }

    /** The rows of a block, by their positions from 0. */
    public interface Rows {

        /** The number of rows. */
        int size();

        /** The reason why the cells of a row cannot be used; empty if they can. */
        Optional<String> problem(int row);

        /** Adds the cells of a row to the row that has been started in the builder. */
        void addCells(int row, TableBuilder builder);
    }

    /** Takes the result of each row, in the order of the rows. */
    public interface Results {

        /** Begins a part of the block, which has a prediction of its own. */
        Predictions part(Prediction prediction, PredictionDetails details);

        /** Takes the reason why a row has no prediction. */
        void problem(int row, String problem);
    }

    /** Takes the predictions for the rows of a part. */
    public interface Predictions {

        /**
         * Takes one prediction.
         *
         * @param position in the prediction of the part
         */
        void add(int row, int position);
    }

    /** Predicts a block, and returns the number of rows without a prediction. */
    public int score(Rows rows, Results results) {
        return score(rows, 0, rows.size(), results);
    }

    private int score(Rows rows, int from, int to, Results results) {
        TableBuilder builder = builders.get();
        List<Optional<String>> problems = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            problems.add(add(rows, row, builder));
        }
        Table table = builder.build();
        PartialPrediction partial;
        try {
            partial = model.predictPossible(table);
        } catch (InvalidInputException e) {
            return scoreHalves(rows, from, to, results, e);
        }
        BitSet failed = new BitSet();
        partial.failedRows().forEach(failed::set);
        Table predictedRows = failed.isEmpty() ? table : table.select(others(failed, table.rows()));
        Predictions predictions = results.part(partial.prediction(), details.of(predictedRows, partial.prediction()));
        int tableRow = 0;
        int predicted = 0;
        for (int row = from; row < to; row++) {
            Optional<String> problem = problems.get(row - from);
            if (problem.isPresent()) {
                results.problem(row, problem.get());
            } else if (failed.get(tableRow++)) {
                results.problem(row, PartialPrediction.PROBLEM);
            } else {
                predictions.add(row, predicted++);
            }
        }
        return to - from - predicted;
    }

    private static int[] others(BitSet failed, int rows) {
        return IntStream.range(0, rows).filter(row -> !failed.get(row)).toArray();
    }

    /** Finds a row with an output that cannot be read: one makes the outputs of the whole block unreadable. */
    private int scoreHalves(Rows rows, int from, int to, Results results, InvalidInputException e) {
        if (to - from == 1) {
            results.problem(from, joined(e.problems()));
            return 1;
        }
        int middle = from + (to - from) / 2;
        return score(rows, from, middle, results) + score(rows, middle, to, results);
    }

    /** Adds the row to the table, or returns its problem. */
    private static Optional<String> add(Rows rows, int row, TableBuilder builder) {
        Optional<String> problem = rows.problem(row);
        if (problem.isPresent()) {
            return problem;
        }
        builder.startRow(0);
        rows.addCells(row, builder);
        return builder.endRow() ? Optional.empty() : Optional.of(joined(builder.takeProblems()));
    }

    private static String joined(List<Problem> problems) {
        return problems.stream().map(problem -> problem.text("row")).collect(Collectors.joining("; "));
    }
}
