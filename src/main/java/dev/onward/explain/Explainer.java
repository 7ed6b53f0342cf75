package dev.onward.explain;

import dev.onward.explain.CoalitionGame.NoAnswerException;
import dev.onward.explain.graph.AdditiveModel;
import dev.onward.explain.graph.AnswerFormula;
import dev.onward.explain.graph.LinearCombination;
import dev.onward.explain.graph.Space;
import dev.onward.explain.graph.TableRow;
import dev.onward.explanation.Explanation;
import dev.onward.explanation.Method;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.Reference;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Sha256;
import dev.onward.table.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Explains predictions of a model by interventional Shapley values: how each feature of a row moves a prediction away
 * from its average over background rows. The players are the features of the table, and combinations of the row with
 * background rows are given to the model as if they had occurred.
 *
 * <p>Linear models and trees are explained exactly from their graph; others from their predictions for all combinations
 * if these are few, or for random ones. The value of every explanation is compared with the runtime's; if they differ,
 * there is none. Thread-safe.
 */
public final class Explainer {

    /** The maximum number of rows that the model predicts for one explanation. */
    static final int MAX_COMBINATIONS = 8192;

    /** The maximum number of features for which {@link #MAX_COMBINATIONS} are enough for an estimate. */
    private static final int MAX_SAMPLED_PLAYERS = MAX_COMBINATIONS / Sampling.MIN_PAIRS / 2 + 1;

    /** The maximum number of background rows of an explanation from predictions. */
    static final int MAX_BACKGROUND_ROWS = 32;

    private static final String TOO_LARGE = "a value in the row is too large to be explained";

    private final ExplainableModel model;
    private final Optional<Exact> exact;
    private final Optional<Background> sample;

    /** An additive model with the statistics of the background. */
    private record Exact(AdditiveModel model, BackgroundStatistics background, Map<Integer, ScoreShapley> explained) {

        ScoreShapley shapley(int answer) {
            return explained.computeIfAbsent(
                    answer,
                    column -> new ScoreShapley(model.answers().get(column).explained(), background));
        }
    }

    private Explainer(ExplainableModel model, Optional<Exact> exact, Optional<Background> sample) {
        this.model = model;
        this.exact = exact;
        this.sample = sample;
    }

    /**
     * An explainer that has memory of its own.
     *
     * @param background rows of a table with the features of the model
     */
    public static Explainer of(ExplainableModel model, Background background) {
        return of(model, background, Optional.empty());
    }

    private static Explainer of(ExplainableModel model, Background background, Optional<ExplanationMemory> shared) {
        Optional<Exact> exact = model.additive()
                .map(additive -> new Exact(
                        additive, BackgroundStatistics.of(additive, background, shared), new ConcurrentHashMap<>()));
        return new Explainer(model, exact, Optional.of(sample(background, seed(model, ""))));
    }

    /**
     * An explainer with a background that is stored in the model's file. All of them share the memory of the model, so
     * that each should be made once.
     *
     * @param reference of the model's card
     * @param group the name of the background, {@link BackgroundGroup#ALL} for that of all rows
     * @throws NoBackgroundException if there is no such background, it was written for another graph, or there is not
     *     enough memory
     */
    public static Explainer of(ExplainableModel model, Reference reference, String group) {
        StoredBackground stored = StoredBackground.of(model, reference, group);
        return stored.summary()
                .map(summary -> new Explainer(
                        model,
                        model.additive()
                                .map(additive -> new Exact(additive, summary.statistics(), new ConcurrentHashMap<>())),
                        Optional.empty()))
                .orElseGet(() -> of(model, stored.rows(), Optional.of(model.memory())));
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

    /** Checks whether explanations are computed from the graph, so that the model does not predict combinations. */
    public boolean usesGraph() {
        return exact.isPresent();
    }

    /**
     * Explains every row of a table.
     *
     * @param answer the label or the name of the value to explain; if empty, the predicted label of each row, or the
     *     first value
     * @return one for each row
     * @throws IllegalArgumentException if the model has no such label or value
     * @throws InvalidInputException if the model cannot predict a row
     */
    public List<RowOutcome<Explanation>> explain(Table rows, Optional<String> answer) {
        IntFunction<RowOutcome<Explanation>> explanations =
                explanations(model.model(), rows, model.model().predict(rows), answer);
        return IntStream.range(0, rows.rows()).mapToObj(explanations).toList();
    }

    /**
     * Returns a function that explains a row of a table that has been predicted before. Its memory is that of one row,
     * so that it is for one thread.
     *
     * @param predictor the model, which predicts combinations of values unless {@link #usesGraph}
     * @param prediction of the model for the rows
     * @param answer as for {@link #explain(Table, Optional)}
     * @return throws IllegalArgumentException if the model has no such label or value
     */
    public IntFunction<RowOutcome<Explanation>> explanations(
            Model predictor, Table rows, Prediction prediction, Optional<String> answer) {
        List<String> features = rows.schema().names();
        RowValues values = new RowValues(rows);
        IntFunction<RowOutcome<Explanation>> explain = AnswerNumbers.of(prediction)
                .<IntFunction<RowOutcome<Explanation>>>map(numbers -> row -> {
                    values.moveTo(row);
                    return explain(predictor, new Explained(values, features, numbers, numbers.column(row, answer)));
                })
                .orElse(row -> RowOutcome.none("the meaning of the model's outputs is not known"));
        return row -> {
            Optional<String> reason = prediction.reason(row);
            return reason.isPresent() ? RowOutcome.none(reason.get()) : explain.apply(row);
        };
    }

    /**
     * A number of a prediction that is explained.
     *
     * @param values of the row
     * @param features their names
     * @param column of the number
     */
    private record Explained(RowValues values, List<String> features, AnswerNumbers numbers, int column) {

        /** The number that the model returned. */
        double output() {
            return numbers.numbers().get(row().row(), column);
        }

        TableRow row() {
            return values.row();
        }

        String name() {
            return numbers.names().get(column);
        }

        /** The formula of a number that no link computes. */
        AnswerFormula plain() {
            return new AnswerFormula(LinearCombination.constant(0), numbers.space(), Optional.empty());
        }

        ComputedExplanation.Builder explanation(
                Method method, Space space, double base, double value, double[] amounts) {
            return ComputedExplanation.builder(method, space, name())
                    .base(base)
                    .value(value)
                    .output(output())
                    .contributions(features, amounts);
        }
    }

    private RowOutcome<Explanation> explain(Model predictor, Explained explained) {
        try {
            return exact.isPresent() ? explain(exact.get(), explained) : fromPredictions(predictor, explained);
        } catch (NoAnswerException e) {
            return RowOutcome.none(String.valueOf(e.getMessage()));
        }
    }

    private static RowOutcome<Explanation> explain(Exact exact, Explained explained) {
        AnswerFormula formula = exact.model.answers().get(explained.column);
        ScoreShapley shapley = exact.shapley(explained.column);
        double[] contributions = shapley.contributions(explained.values);
        double value = shapley.base();
        double magnitude = Math.abs(value);
        for (double contribution : contributions) {
            value += contribution;
            magnitude += Math.abs(contribution);
        }
        double computed = formula.output(value, explained.values::value);
        double output = explained.output();
        double tolerance = formula.tolerance(magnitude, output);
        // A link may turn an infinite sum into a probability like any other.
        if (isInfinite(contributions) || Double.isInfinite(magnitude) || Double.isInfinite(tolerance)) {
            return RowOutcome.none(TOO_LARGE);
        }
        // Not "> tolerance", which NaN would pass.
        if (!(Math.abs(computed - output) <= tolerance)) {
            return RowOutcome.none("the contributions give " + computed + ", but the model returned " + output);
        }
        return RowOutcome.of(explained
                .explanation(shapley.method(), formula.space(), shapley.base(), value, contributions)
                .backgroundRows(exact.background.rows())
                .build());
    }

    private static boolean isInfinite(double[] numbers) {
        for (double number : numbers) {
            if (Double.isInfinite(number)) {
                return true;
            }
        }
        return false;
    }

    private RowOutcome<Explanation> fromPredictions(Model predictor, Explained explained) throws NoAnswerException {
        Background background = sample.orElseThrow();
        CoalitionGame game = new CoalitionGame(predictor, explained.row(), background, explained.column);
        int[] players = game.players();
        if (Enumeration.combinations(players.length, background.size()) <= MAX_COMBINATIONS) {
            return enumerate(game, players, explained);
        }
        if (Sampling.combinations(players.length) * Sampling.MIN_PAIRS > MAX_COMBINATIONS) {
            return RowOutcome.none("the row differs from the background in " + players.length
                    + " features; the maximum is " + MAX_SAMPLED_PLAYERS);
        }
        long seed = seed(model, explained.name() + values(explained.row()));
        Sampling.Result result = Sampling.run(game, players, MAX_COMBINATIONS, seed);
        double[] contributions = result.contributions();
        double[] standardErrors = result.standardErrors();
        Optional<String> reason = reason(explained, result.base(), result.value(), contributions, standardErrors);
        if (reason.isPresent()) {
            return RowOutcome.none(reason.get());
        }
        return RowOutcome.of(explained
                .explanation(Method.SAMPLING, explained.numbers.space(), result.base(), result.value(), contributions)
                .standardErrors(standardErrors)
                .backgroundRows(background.totalWeight())
                .samples(result.pairs())
                .build());
    }

    private static RowOutcome<Explanation> enumerate(CoalitionGame game, int[] players, Explained explained)
            throws NoAnswerException {
        Enumeration.Result result = Enumeration.run(game, players);
        double[] contributions = result.contributions();
        Optional<String> reason = reason(explained, result.base(), result.value(), contributions, new double[0]);
        if (reason.isPresent()) {
            return RowOutcome.none(reason.get());
        }
        return RowOutcome.of(explained
                .explanation(
                        Method.ENUMERATION, explained.numbers.space(), result.base(), result.value(), contributions)
                .backgroundRows(game.background().totalWeight())
                .build());
    }

    /** The reason why the predictions of combinations do not explain a number; empty if they do. */
    private static Optional<String> reason(
            Explained explained, double base, double value, double[] contributions, double[] standardErrors) {
        double output = explained.output();
        double sum =
                Math.abs(base) + Arrays.stream(contributions).map(Math::abs).sum();
        if (!Double.isFinite(sum + Arrays.stream(standardErrors).sum())) {
            return Optional.of(TOO_LARGE);
        }
        double magnitude = Math.abs(base) + Math.abs(value);
        return Math.abs(value - output) <= explained.plain().tolerance(magnitude, output)
                ? Optional.empty()
                : Optional.of("the model returned " + output + " and " + value + " for the same row");
    }

    /** The values of a row as text, for a seed. */
    private static String values(TableRow row) {
        return IntStream.range(0, row.table().schema().size())
                .mapToObj(feature -> row.table()
                        .column(feature)
                        .value(row.row())
                        .map(Object::toString)
                        .orElse(""))
                .collect(Collectors.joining("\n", "\n", ""));
    }

    /** A seed that depends on the model's file and a text. */
    private static long seed(ExplainableModel model, String text) {
        byte[] digest = Sha256.digest((model.model().sha256() + '\n' + text).getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong();
    }
}
