package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onward.explain.graph.AdditiveModel;
import dev.onward.explain.graph.AnswerFormula;
import dev.onward.explain.graph.AnswerTerms;
import dev.onward.explain.graph.TableRow;
import dev.onward.explain.graph.TreeEnsemble;
import dev.onward.model.Model;
import dev.onward.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The memory that all explanations of a model share. */
class ExplanationMemoryTest {

    private static final long UNLIMITED = 1L << 40;
    private static final double EXACT = 1e-12;

    @Test
    void givesNoMoreThanItHasToAnyNumberOfThreads() {
        ExplanationMemory memory = new ExplanationMemory(10_000);
        AtomicInteger taken = new AtomicInteger();

        IntStream.range(0, 40_000).parallel().forEach(i -> taken.addAndGet(memory.reserveTables(1) ? 1 : 0));

        assertThat(taken).hasValue(10_000);
        assertThat(memory.freeTableBytes()).isZero();
    }

    @Test
    void givesTablesWhatPatternsLeave() {
        ExplanationMemory memory = new ExplanationMemory(100);

        assertThat(memory.reservePatterns(70)).isTrue();
        assertThat(memory.reserveTables(31)).isFalse();
        assertThat(memory.reserveTables(30)).isTrue();
        assertThat(memory.reservePatterns(31)).isFalse();
        assertThat(memory.reservePatterns(30)).isTrue();
        assertThat(memory.freeTableBytes()).isZero();
    }

    @Test
    void givesTablesWhatTheGraphLeaves() {
        ExplanationMemory memory = new ExplanationMemory(100, 40);

        assertThat(memory.reservePatterns(30)).isTrue();
        assertThat(memory.reserveTables(31)).isFalse();
        assertThat(memory.reserveTables(20)).isTrue();
        assertThat(memory.freeTableBytes()).isEqualTo(10);
        assertThat(memory.reservePatterns(70)).isTrue();
        assertThat(memory.freeTableBytes()).isZero();
        assertThat(memory.reserveTables(1)).isFalse();
    }

    @Test
    void countsTheGraphOfAModel() {
        try (Model model = forest().open()) {
            ExplainableModel explainable = ExplainableModel.of(model);
            TreeEnsemble trees = AnswerTerms.of(explainable.additive().orElseThrow())
                    .ensembles()
                    .get(0);

            assertThat(trees.bytes()).isBetween(80L * trees.leaves(), 200L * trees.leaves());
            assertThat(explainable.memory().freePatternBytes()).isEqualTo(ExplanationMemory.MAX_BYTES);
            assertThat(explainable.memory().freeTableBytes())
                    .isEqualTo(ExplanationMemory.MAX_BYTES - ExplanationMemory.OVERHEAD_BYTES - trees.bytes());
        }
    }

    @Test
    void sharesOneLimitAmongAllStoredBackgrounds() {
        try (Model model = forest().open()) {
            ExplainableModel explainable = ExplainableModel.of(model);
            BackgroundSummary summary = summary(explainable, model);
            long all = explainable.memory().freePatternBytes();

            BackgroundSummary first = read(explainable, summary, summary.rows());
            long used = all - explainable.memory().freePatternBytes();
            read(explainable, summary, summary.rows());

            assertThat(used).isPositive();
            assertThat(explainable.memory().freePatternBytes()).isEqualTo(all - 2 * used);
            long free = explainable.memory().freeTableBytes();
            AnswerFormula answer =
                    explainable.additive().orElseThrow().answers().get(0);
            new ScoreShapley(answer.explained(), first.statistics());
            assertThat(explainable.memory().freeTableBytes()).isLessThan(free);
        }
    }

    @Test
    void takesNothingForABackgroundThatDoesNotFit() {
        try (Model model = forest().open()) {
            ExplainableModel explainable = ExplainableModel.of(model);
            BackgroundSummary summary = summary(explainable, model);

            assertThatThrownBy(() -> read(explainable, summary, summary.rows() + 1))
                    .isInstanceOf(NoBackgroundException.class);

            assertThat(explainable.memory().freePatternBytes()).isEqualTo(ExplanationMemory.MAX_BYTES);
        }
    }

    @Test
    void refusesAStoredBackgroundForWhichThereIsNoMemory() {
        try (Model model = forest().open()) {
            ExplainableModel explainable = ExplainableModel.of(model);
            BackgroundSummary summary = summary(explainable, model);
            explainable.memory().reservePatterns(ExplanationMemory.MAX_BYTES - 100);

            assertThatThrownBy(() -> read(explainable, summary, summary.rows()))
                    .isInstanceOf(NoBackgroundException.class)
                    .hasMessage("the reference data for explanations of trees needs more than 64 MB of memory");
            assertThatThrownBy(() -> BackgroundStatistics.of(
                            explainable.additive().orElseThrow(), background(model), Optional.of(explainable.memory())))
                    .isInstanceOf(NoBackgroundException.class);
        }
    }

    @Test
    void limitsThePatternsOfAllEnsemblesTogether() {
        try (Model model = forest().open()) {
            AdditiveModel additive = ExplainableModel.of(model).additive().orElseThrow();
            TreeEnsemble trees = AnswerTerms.of(additive).ensembles().get(0);
            PatternCounts counts = counts(trees, background(model));
            byte[] bytes = PatternCodec.write(List.of(counts, counts));

            assertThat(PatternCodec.read(bytes, List.of(trees, trees), 2 * counts.bytes()))
                    .hasSize(2);
            assertThatThrownBy(() -> PatternCodec.read(bytes, List.of(trees, trees), 2 * counts.bytes() - 1))
                    .isInstanceOf(NoBackgroundException.class)
                    .hasMessage("the reference data for explanations of trees needs more than 64 MB of memory");
        }
    }

    @Test
    void givesTheSameContributionsWithLessMemory() {
        try (Model model = forest().open()) {
            AdditiveModel additive = ExplainableModel.of(model).additive().orElseThrow();
            TreeEnsemble trees = AnswerTerms.of(additive).ensembles().get(0);
            PatternCounts counts = counts(trees, background(model));
            Table rows = background(model).rows();
            double[] coefficients = new double[trees.targetCount()];
            coefficients[0] = 0.5;
            TreeShapley.Weighted most =
                    new TreeShapley(trees, counts, new ExplanationMemory(UNLIMITED), true).weighted(coefficients);

            for (long bytes : new long[] {0, weightBytes(trees), weightBytes(trees) + 10_000}) {
                ExplanationMemory memory = new ExplanationMemory(bytes);
                TreeShapley.Weighted weighted = new TreeShapley(trees, counts, memory, true).weighted(coefficients);

                assertThat(weighted.base()).isCloseTo(most.base(), within(EXACT));
                assertThat(contributions(trees, weighted, rows))
                        .containsExactly(contributions(trees, most, rows), within(EXACT));
                assertThat(bytes - memory.freeTableBytes()).isBetween(Math.min(bytes, weightBytes(trees)), bytes);
            }
        }
    }

    @Test
    void sharesTheTablesOfBothClasses() {
        try (Model model = forest().open()) {
            AdditiveModel additive = ExplainableModel.of(model).additive().orElseThrow();
            TreeEnsemble trees = AnswerTerms.of(additive).ensembles().get(0);
            ExplanationMemory memory = new ExplanationMemory(UNLIMITED);
            TreeShapley shapley = new TreeShapley(trees, counts(trees, background(model)), memory, true);
            double[] coefficients = new double[trees.targetCount()];
            assertThat(coefficients).hasSizeGreaterThan(1);

            coefficients[0] = 1;
            double base = shapley.weighted(coefficients).base();
            long free = memory.freeTableBytes();
            coefficients[0] = -1;

            assertThat(shapley.weighted(coefficients).base()).isEqualTo(-base);
            assertThat(memory.freeTableBytes()).isEqualTo(free).isLessThan(UNLIMITED);
        }
    }

    @Test
    void countsFewRowsAsManyRows() {
        try (Model model = forest().open()) {
            TreeEnsemble trees = AnswerTerms.of(
                            ExplainableModel.of(model).additive().orElseThrow())
                    .ensembles()
                    .get(0);
            for (int size = 1; size <= 4; size++) {
                int[] chosen = IntStream.range(0, size).toArray();
                int[] weights = IntStream.range(0, size).map(i -> 3 * i + 1).toArray();
                Background few = Background.of(background(model).select(chosen).rows(), weights);

                assertEqual(PatternCounts.of(trees, few), counts(trees, few));
            }
        }
    }

    @Test
    void givesTheSameContributionsForManyTimesTheRows() {
        try (Model model = forest().open()) {
            TreeEnsemble trees = AnswerTerms.of(
                            ExplainableModel.of(model).additive().orElseThrow())
                    .ensembles()
                    .get(0);
            Table rows = background(model).rows();
            int[] weights = new int[rows.rows()];
            Arrays.fill(weights, Integer.MAX_VALUE / rows.rows());
            PatternCounts few = counts(trees, background(model));
            PatternCounts many = counts(trees, Background.of(rows, weights));

            assertThat(few.bytes()).isLessThan(many.bytes());
            assertThat(contributions(trees, many, rows))
                    .containsExactly(contributions(trees, few, rows), within(EXACT));
            assertEqual(
                    PatternCodec.read(PatternCodec.write(List.of(many)), List.of(trees), many.bytes())
                            .get(0),
                    many);
        }
    }

    /** The contributions to the first target for the first row: without tables, then with them. */
    private static double[] contributions(TreeEnsemble trees, PatternCounts counts, Table rows) {
        double[] coefficients = new double[trees.targetCount()];
        coefficients[0] = 1;
        return Stream.of(false, true)
                .map(hasTables -> new TreeShapley(trees, counts, new ExplanationMemory(UNLIMITED), hasTables))
                .map(shapley -> contributions(trees, shapley.weighted(coefficients), rows))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static double[] contributions(TreeEnsemble trees, TreeShapley.Weighted weighted, Table rows) {
        double[] contributions = new double[rows.schema().size()];
        TreeShapley.Scratch scratch = new TreeShapley.Scratch(trees, contributions.length);
        weighted.add(trees.encode(new TableRow(rows, 0)), scratch, contributions);
        return contributions;
    }

    @Test
    void countsInHashTablesBeyondTheLimitOfArrays() {
        try (Model model = forest().open()) {
            TreeEnsemble trees = AnswerTerms.of(
                            ExplainableModel.of(model).additive().orElseThrow())
                    .ensembles()
                    .get(0);
            for (long limit : new long[] {0, 1000}) {
                assertEqual(counts(trees, background(model), limit), counts(trees, background(model)));
            }
        }
    }

    private static long weightBytes(TreeEnsemble trees) {
        return trees.leaves() * 8L + trees.groups().size() * 4L;
    }

    private static PatternCounts counts(TreeEnsemble trees, Background background) {
        return counts(trees, background, PatternCounter.MAX_SEEN);
    }

    private static PatternCounts counts(TreeEnsemble trees, Background background, long maxSeen) {
        PatternCounter counter = new PatternCounter(trees, maxSeen);
        for (int row = 0; row < background.size(); row++) {
            counter.add(trees.encode(new TableRow(background.rows(), row)), background.weight(row));
        }
        return counter.counts();
    }

    private static void assertEqual(PatternCounts counts, PatternCounts expected) {
        assertThat(PatternCodec.write(List.of(counts))).isEqualTo(PatternCodec.write(List.of(expected)));
    }

    private static Fixture forest() {
        return Fixture.explained("random-forest");
    }

    private static Background background(Model model) {
        return Background.of(forest().rows(model, "background"));
    }

    private static BackgroundSummary summary(ExplainableModel explainable, Model model) {
        return BackgroundSummary.of(explainable, background(model), UNLIMITED).orElseThrow();
    }

    private static BackgroundSummary read(ExplainableModel explainable, BackgroundSummary summary, long rows) {
        return BackgroundSummary.read(explainable, summary.means(), summary.products(), summary.patterns(), rows);
    }
}
