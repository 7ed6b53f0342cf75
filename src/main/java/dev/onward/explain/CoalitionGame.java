package dev.onward.explain;

import dev.onward.explain.graph.TableRow;
import dev.onward.model.Model;
import dev.onward.table.Column;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The predictions of a model for combinations of an explained row and background rows, in each of which every feature
 * has its value from one of them.
 */
final class CoalitionGame {

    /** The source of a cell from the explained row; others are background rows. */
    static final int EXPLAINED = -1;

    /** The cells of the rows that are predicted at a time, so that a model with many features needs little memory. */
    private static final int MAX_CELLS = 100_000;

    /** The rows that are predicted at a time, so that others can compute between them, and time limits take effect. */
    private static final int MAX_ROWS = 1_024;

    private final Model model;
    private final TableRow explained;
    private final Background background;
    private final int answer;

    /** @param answer the column of the explained number in a prediction */
    CoalitionGame(Model model, TableRow explained, Background background, int answer) {
        this.model = model;
        this.explained = explained;
        this.background = background;
        this.answer = answer;
    }

    /** Thrown if the model predicts no number for some combination. The message gives the reason. */
    static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1;

        NoAnswerException(String reason) {
            super(reason);
        }
    }

    Background background() {
        return background;
    }

    int features() {
        return explained.table().schema().size();
    }

    /** The positions of the features whose value differs between the explained row and some background row. */
    int[] players() {
        return IntStream.range(0, features())
                .filter(feature -> IntStream.range(0, background.size()).anyMatch(row -> differs(feature, row)))
                .toArray();
    }

    /** Checks whether a feature has different values in the explained row and in a background row. */
    boolean differs(int feature, int row) {
        return !explained
                .table()
                .column(feature)
                .value(explained.row())
                .equals(background.rows().column(feature).value(row));
    }

    /**
     * Runs the model on combinations, in parts.
     *
     * @param source the background row or {@link #EXPLAINED}, by the index of the combination and the feature
     * @return the explained number for each combination
     * @throws NoAnswerException if the model fails on one of them, or returns a number that is not finite
     */
    double[] answers(int combinations, IntBinaryOperator source) throws NoAnswerException {
        double[] answers = new double[combinations];
        int part = Math.min(MAX_ROWS, Math.max(1, MAX_CELLS / Math.max(1, features())));
        for (int from = 0; from < combinations; from += part) {
            int first = from;
            int size = Math.min(part, combinations - from);
            double[] ofPart = part(size, (combination, feature) -> source.applyAsInt(first + combination, feature));
            System.arraycopy(ofPart, 0, answers, from, size);
        }
        return answers;
    }

    private double[] part(int combinations, IntBinaryOperator source) throws NoAnswerException {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < features(); i++) {
            int position = i;
            columns.add(column(i, combinations, combination -> source.applyAsInt(combination, position)));
        }
        Table table = new Table(explained.table().schema(), columns, combinations);
        try {
            double[] answers = AnswerNumbers.of(model.predict(table))
                    .map(numbers -> numbers.column(answer))
                    .orElseThrow(() -> new NoAnswerException("the model returned no numbers"));
            if (!Arrays.stream(answers).allMatch(Double::isFinite)) {
                throw new NoAnswerException(
                        "the model returned NaN or an infinity for a combination of the row and the background");
            }
            return answers;
        } catch (InvalidInputException e) {
            throw new NoAnswerException(
                    "the model cannot make a prediction for a combination of the row and the background");
        }
    }

    private Column column(int position, int rows, IntUnaryOperator source) {
        Column own = explained.table().column(position);
        Column other = background.rows().column(position);
        int[] sources = IntStream.range(0, rows).map(source).toArray();
        return ColumnSelection.select(
                explained.table().schema().feature(position).type(),
                rows,
                i -> sources[i] == EXPLAINED ? own : other,
                i -> sources[i] == EXPLAINED ? explained.row() : sources[i]);
    }
}
