package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onward.explain.graph.LinearCombination;
import dev.onward.model.Model;
import dev.onward.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackgroundSummaryTest {

    private static final long UNLIMITED = Long.MAX_VALUE;

    static List<String> fixtures() {
        return Fixture.names();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void explainsFromWhatIsStoredAsFromTheRows(String name) {
        Fixture fixture = Fixture.explained(name);
        try (Model model = fixture.open()) {
            ExplainableModel explainable = ExplainableModel.of(model);
            Background background = Background.of(fixture.rows(model, "background"));
            BackgroundSummary summary =
                    BackgroundSummary.of(explainable, background, UNLIMITED).orElseThrow();

            BackgroundSummary read = read(explainable, summary);

            assertThat(read.rows()).isEqualTo(background.size());
            assertThat(read.patterns()).isEqualTo(summary.patterns());
            assertThat(read.largestDifference(summary, fixture.rows(model, "rows")))
                    .isZero();
            BackgroundStatistics direct =
                    BackgroundStatistics.of(explainable.additive().orElseThrow(), background, Optional.empty());
            LinearCombination answer =
                    explainable.additive().orElseThrow().answers().get(0).explained();
            assertThat(new ScoreShapley(answer, read.statistics()).base())
                    .isCloseTo(new ScoreShapley(answer, direct).base(), within(1e-9));
            assertThat(summary.standardErrors(background, background.size())).containsOnly(0);
        }
    }

    @Test
    void countsTheFirstRowsThatFit() {
        try (Model model = trees().open()) {
            ExplainableModel explainable = ExplainableModel.of(model);
            Background background = Background.of(random(model, 4000));
            int[] firstRows = IntStream.range(0, 500).toArray();
            int limit = BackgroundSummary.of(explainable, background.select(firstRows), UNLIMITED)
                    .orElseThrow()
                    .patterns()
                    .length;

            BackgroundSummary some =
                    BackgroundSummary.of(explainable, background, limit).orElseThrow();

            assertThat(some.rows()).isBetween(400L, 600L);
            assertThat(some.patterns().length).isLessThanOrEqualTo(limit);
            int[] counted = IntStream.range(0, Math.toIntExact(some.rows())).toArray();
            assertThat(BackgroundSummary.of(explainable, background.select(counted), UNLIMITED))
                    .hasValueSatisfying(same -> assertThat(same.patterns()).isEqualTo(some.patterns()));
            assertThat(Arrays.stream(some.standardErrors(background, 4000))).allMatch(error -> error > 0);
            assertThat(BackgroundSummary.of(explainable, background, 10)).isEmpty();
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        try (Model model = trees().open()) {
            ExplainableModel explainable = ExplainableModel.of(model);
            BackgroundSummary summary = BackgroundSummary.of(
                            explainable, Background.of(trees().rows(model, "background")), UNLIMITED)
                    .orElseThrow();
            byte[] patterns = summary.patterns();
            long rows = summary.rows();

            assertRefused(explainable, List.of(1.0), patterns, rows, "the means in the card do not match the graph");
            assertRefused(
                    explainable, List.of(), patterns, rows + 1, "the pattern counts in the file do not match the card");
            assertRefused(
                    explainable,
                    List.of(),
                    Arrays.copyOf(patterns, patterns.length / 2),
                    rows,
                    "the pattern counts in the file do not fit its trees");
            assertRefused(
                    explainable, List.of(), new byte[0], rows, "the pattern counts in the file do not fit its trees");
        }
    }

    @Test
    void bindsToTheGraph() {
        try (Model one = Fixture.explained(Fixture.names().get(0)).open();
                Model same = Fixture.explained(Fixture.names().get(0)).open();
                Model other = Fixture.explained(Fixture.names().get(1)).open()) {
            Optional<String> binding = ExplainableModel.of(one).binding();

            assertThat(binding).hasValueSatisfying(digest -> assertThat(digest).matches("[0-9a-f]{64}"));
            assertThat(ExplainableModel.of(same).binding()).isEqualTo(binding);
            assertThat(ExplainableModel.of(other).binding()).isNotEqualTo(binding);
        }
    }

    private static void assertRefused(
            ExplainableModel model, List<Double> means, byte[] patterns, long rows, String message) {
        assertThatThrownBy(() -> BackgroundSummary.read(model, means, List.of(), patterns, rows))
                .isInstanceOf(NoBackgroundException.class)
                .hasMessage(message);
    }

    private static BackgroundSummary read(ExplainableModel model, BackgroundSummary summary) {
        return BackgroundSummary.read(model, summary.means(), summary.products(), summary.patterns(), summary.rows());
    }

    /** A fixture of trees only. */
    private static Fixture trees() {
        return Fixture.explained("random-forest");
    }

    private static Table random(Model model, int rows) {
        return RandomRows.table(
                model, RandomRows.of(new Random(1), rows, model.schema().size(), 0));
    }
}
