package dev.onward.explain;

import dev.onward.explain.CoalitionGame.NoAnswerException;
import dev.onward.explain.Explanation.Outcome;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.Reference;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Sha256;
import dev.onward.table.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Explains predictions of a model by interventional Shapley values: how each feature of a row moves the answer away
 * from its average over background rows. The players are the features of the table, and combinations of the row with
 * background rows are given to the model as if they had occurred.
 *
 * <p>Linear models and trees are explained exactly from their graph; others from their answers to all combinations if
 * these are few, or to random ones. Every exact explanation is compared with the runtime's answer; if they differ,
 * there is none. Thread-safe.
 */
public final class Explainer {

    /** The maximum number of rows that the model predicts for one explanation from its answers. */
    static final int MAX_COMBINATIONS = 8192;

    /** The maximum number of background rows of an explanation from answers. */
    static final int MAX_BACKGROUND_ROWS = 32;

    private final ExplainableModel model;
    private final Optional<Exact> exact;
    private final Optional<Background> sample;

    /** An additive model with the statistics of the background. */
    private record Exact(
            AdditiveModel model, BackgroundStatistics background, Map<Integer, ScoreShapley> explained) {

        ScoreShapley shapley(int answer) {
            return explained.computeIfAbsent(
                    answer, column -> new ScoreShapley(model.answers().get(column).explained(), background));
        }
    }

    private Explainer(ExplainableModel model, Optional<Exact> exact, Optional<Background> sample) {
        this.model = model;
        this.exact = exact;
        this.sample = sample;
    }

    /** @param background rows of a table with the features of the model */
    public static Explainer of(ExplainableModel model, Background background) {
        Optional<Exact> exact = model.additive()
                .map(additive -> new Exact(
                        additive, BackgroundStatistics.of(additive, background), new ConcurrentHashMap<>()));
        return new Explainer(model, exact, Optional.of(sample(background, seed(model, ""))));
    }

    /**
     * An explainer with a background that is stored in the model's file.
     *
     * @param reference of the model's card
     * @param group the name of the background, {@link BackgroundGroup#ALL} for that of all rows
     * @throws NoBackgroundException if there is no such background, or it belongs to another graph
     */
    public static Explainer of(ExplainableModel model, Reference reference, String group) {
        StoredBackground stored = StoredBackground.of(model, reference, group);
        return stored.summary()
                .map(summary -> new Explainer(
                        model,
                        model.additive()
                                .map(additive ->
                                        new Exact(additive, summary.statistics(), new ConcurrentHashMap<>())),
                        Optional.empty()))
                .orElseGet(() -> of(model, stored.rows()));
    }

    /** Random rows of a background, if it has more than the maximum. */
    private static Background sample(Background background, long seed) {
        if (background.size() <= MAX_BACKGROUND_ROWS) {
            return background;
        }
        int[] chosen = new Random(seed)
                .ints(0, background.size())
                .distinct()
                .limit(MAX_BACKGROUND_ROWS)
                .toArray();
        return background.select(chosen);
    }

    /** Whether all explanations are computed from the graph. */
    public boolean isExact() {
        return exact.isPresent();
    }

    /**
     * Explains every row of a table.
     *
     * @param answer the label or the name of the value to explain; if empty, the predicted label of each row, or the
     *     first value
     * @return one for each row
     * @throws IllegalArgumentException if the model has no such answer
     * @throws InvalidInputException if the model cannot predict a row
     */
    public List<Outcome> explain(Table rows, Optional<String> answer) {
        IntFunction<Outcome> explanations =
                explanations(model.model(), rows, model.model().predict(rows), answer);
        return IntStream.range(0, rows.rows()).mapToObj(explanations).toList();
    }

    /**
     * Returns a function that explains a row of a table that has been predicted before.
     *
     * @param predictor the model, which predicts combinations of values unless all explanations are exact
     * @param prediction of the model for the rows
     * @param answer as for {@link #explain(Table, Optional)}
     * @return throws IllegalArgumentException if the model has no such answer
     */
    public IntFunction<Outcome> explanations(
            Model predictor, Table rows, Prediction prediction, Optional<String> answer) {
        IntFunction<Outcome> explain = AnswerNumbers.of(prediction)
                .<IntFunction<Outcome>>map(numbers ->
                        row -> explain(predictor, new Cells(rows, row), numbers, numbers.column(row, answer)))
                .orElse(row -> Outcome.none("the model answers no numbers with a known meaning"));
        return row -> prediction.reason(row).map(Outcome::none).orElseGet(() -> explain.apply(row));
    }

    private Outcome explain(Model predictor, Cells cells, AnswerNumbers numbers, int answer) {
        try {
            return exact.isPresent()
                    ? explain(exact.get(), cells, numbers, answer)
                    : fromAnswers(predictor, cells, numbers, answer);
        } catch (NoAnswerException e) {
            return Outcome.none(String.valueOf(e.getMessage()));
        }
    }

    private static Outcome explain(Exact exact, Cells cells, AnswerNumbers numbers, int answer) {
        AnswerFormula formula = exact.model.answers().get(answer);
        ScoreShapley shapley = exact.shapley(answer);
        RowValues row = new RowValues(cells);
        double[] contributions =
                shapley.contributions(row, cells.table().schema().size());
        double value = shapley.base();
        double magnitude = Math.abs(value);
        for (double contribution : contributions) {
            value += contribution;
            magnitude += Math.abs(contribution);
        }
        double computed = formula.output(value, row::value);
        double output = numbers.numbers().get(cells.row(), answer);
        // Not "> tolerance", which NaN would pass.
        if (!(Math.abs(computed - output) <= formula.tolerance(magnitude, output))) {
            return Outcome.none("the contributions give the answer " + computed + ", the model answered " + output);
        }
        return Outcome.of(
                Explanation.builder(
                                formula.hasTrees() ? Method.TREES : Method.LINEAR,
                                formula.space(),
                                numbers.names().get(answer))
                        .base(shapley.base())
                        .value(value)
                        .output(output)
                        .contributions(contributions(cells, contributions, feature -> OptionalDouble.empty()))
                        .backgroundRows(exact.background.rows())
                        .build());
    }

    private Outcome fromAnswers(Model predictor, Cells cells, AnswerNumbers numbers, int answer)
            throws NoAnswerException {
        Background sample = this.sample.orElseThrow();
        CoalitionGame game = new CoalitionGame(predictor, cells, sample, answer);
        int[] players = game.players();
        double output = numbers.numbers().get(cells.row(), answer);
        if (Enumeration.combinations(players.length, sample.size()) <= MAX_COMBINATIONS) {
            return enumerate(game, players, cells, numbers, answer, rows(sample));
        }
        if (Sampling.combinations(players.length) * Sampling.MIN_PAIRS > MAX_COMBINATIONS) {
            return Outcome.none("the row differs from the background in " + players.length
                    + " features, too many for an estimate from " + MAX_COMBINATIONS + " predictions");
        }
        long seed = seed(model, numbers.names().get(answer) + values(cells));
        Sampling.Result result = Sampling.run(game, players, MAX_COMBINATIONS, seed);
        return Outcome.of(Explanation.builder(
                        Method.SAMPLING, numbers.space(), numbers.names().get(answer))
                .base(result.base())
                .value(result.value())
                .output(output)
                .contributions(contributions(
                        cells, result.contributions(), feature -> OptionalDouble.of(result.standardErrors()[feature])))
                .backgroundRows(rows(sample))
                .samples(result.pairs())
                .build());
    }

    private static Outcome enumerate(
            CoalitionGame game, int[] players, Cells cells, AnswerNumbers numbers, int answer, long backgroundRows)
            throws NoAnswerException {
        Enumeration.Result result = Enumeration.run(game, players);
        double output = numbers.numbers().get(cells.row(), answer);
        AnswerFormula formula = new AnswerFormula(Score.constant(0), numbers.space(), Optional.empty());
        double magnitude = Math.abs(result.base()) + Math.abs(result.value());
        if (!(Math.abs(result.value() - output) <= formula.tolerance(magnitude, output))) {
            return Outcome.none("the model answered the same row with " + output + " and " + result.value());
        }
        return Outcome.of(Explanation.builder(
                        Method.ENUMERATION, numbers.space(), numbers.names().get(answer))
                .base(result.base())
                .value(result.value())
                .output(output)
                .contributions(contributions(cells, result.contributions(), feature -> OptionalDouble.empty()))
                .backgroundRows(backgroundRows)
                .build());
    }

    private static long rows(Background background) {
        return IntStream.range(0, background.size()).mapToLong(background::weight).sum();
    }

    private static List<Contribution> contributions(
            Cells cells, double[] amounts, IntFunction<OptionalDouble> standardError) {
        List<Contribution> contributions = new ArrayList<>();
        for (int i = 0; i < amounts.length; i++) {
            contributions.add(new Contribution(
                    cells.table().schema().feature(i).name(), amounts[i], standardError.apply(i)));
        }
        return contributions;
    }

    /** The values of a row as text, for a seed. */
    private static String values(Cells cells) {
        return IntStream.range(0, cells.table().schema().size())
                .mapToObj(feature -> cells.table()
                        .column(feature)
                        .value(cells.row())
                        .map(Object::toString)
                        .orElse(""))
                .collect(Collectors.joining("\n", "\n", ""));
    }

    /** A seed that depends on the model's file and a text. */
    private static long seed(ExplainableModel model, String text) {
        byte[] digest =
                Sha256.digest((model.model().sha256() + '\n' + text).getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong();
    }
}
