package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.explanation.Explanation;
import dev.onward.explanation.Method;
import dev.onward.model.Model;
import dev.onward.table.Column;
import dev.onward.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of other tools: explained as by brute force and by shap, and with the expected method. */
class FixtureExplanationTest {

    /** Of contributions by brute force in double precision. */
    private static final double BRUTE_FORCE = 1e-9;

    /** Of contributions by shap, which computes trees of some libraries in floats; relative to the value. */
    private static final double SHAP = 1e-6;

    /** Of contributions from the answers of a graph in floats, relative to the value. */
    private static final double SINGLE = 1e-5;

    /** The number of random rows of each model. */
    private static final int COMBINATIONS = Integer.getInteger("explain.combinations", 100);

    static List<String> fixtures() {
        return Fixture.names();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void explainsAsBruteForceAndShap(String name) {
        Fixture fixture = Fixture.explained(name);
        try (Model model = fixture.open()) {
            ExplainableModel explainable = ExplainableModel.of(model);
            assertThat(explainable.notAdditiveReason()).isEmpty();
            Explainer explainer = Explainer.of(explainable, Background.of(fixture.rows(model, "background")));

            List<Explanation> explanations = explainer.explain(fixture.rows(model, "rows"), fixture.answer()).stream()
                    .map(Explained::explanation)
                    .toList();

            for (int row = 0; row < explanations.size(); row++) {
                Explanation explanation = explanations.get(row);
                double scale = Math.max(1, Math.abs(explanation.value()));
                assertThat(explanation.base())
                        .isCloseTo(fixture.expected().get("base").asDouble(), within(BRUTE_FORCE * scale));
                assertThat(Explained.amounts(explanation))
                        .containsExactly(
                                fixture.contributions(model, "contributions", row), within(BRUTE_FORCE * scale));
                if (fixture.has("shap")) {
                    assertThat(Explained.amounts(explanation))
                            .containsExactly(fixture.contributions(model, "shap", row), within(SHAP * scale));
                }
            }
        }
    }

    /** A single row has no tables, several have. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void explainsAgainstRowsAsTheMeanOfExplanationsAgainstEach(String name) {
        Fixture fixture = Fixture.explained(name);
        try (Model model = fixture.open()) {
            ExplainableModel explainable = ExplainableModel.of(model);
            Background rows = Background.of(fixture.rows(model, "background"));
            int size = Math.min(8, rows.size());
            Table explained = fixture.rows(model, "rows");
            double[] means = new double[model.schema().size()];
            for (int row = 0; row < size; row++) {
                double[] amounts = amounts(explainable, rows.select(new int[] {row}), explained, fixture);
                for (int i = 0; i < means.length; i++) {
                    means[i] += amounts[i] / size;
                }
            }

            double[] amounts =
                    amounts(explainable, rows.select(IntStream.range(0, size).toArray()), explained, fixture);

            assertThat(amounts).containsExactly(means, within(BRUTE_FORCE));
        }
    }

    private static double[] amounts(ExplainableModel model, Background background, Table explained, Fixture fixture) {
        return Explained.amounts(Explained.explanation(Explainer.of(model, background)
                .explain(explained, fixture.answer())
                .get(0)));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void refusesNoCombinationOfTheRows(String name) {
        Fixture fixture = Fixture.explained(name);
        Random random = new Random(1);
        try (Model model = fixture.open()) {
            Table background = fixture.rows(model, "background");
            Explainer explainer = Explainer.of(ExplainableModel.of(model), Background.of(background));
            List<Column> columns = IntStream.range(0, model.schema().size())
                    .mapToObj(i -> ColumnSelection.select(
                            model.schema().feature(i).type(),
                            COMBINATIONS,
                            row -> background.column(i),
                            rows(random, background.rows())))
                    .toList();

            List<RowOutcome<Explanation>> outcomes =
                    explainer.explain(new Table(model.schema(), columns, COMBINATIONS), Optional.empty());

            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome.reason()).isEmpty());
        }
    }

    static List<String> inexact() {
        return Fixture.inexact();
    }

    /** Models whose trees vote: enumeration, with contributions by brute force from the library's own answers. */
    @ParameterizedTest
    @MethodSource("inexact")
    void explainsFromAnswersWhatDoesNotAddUp(String name) {
        Fixture fixture = Fixture.explained(name);
        try (Model model = fixture.open()) {
            ExplainableModel explainable = ExplainableModel.of(model);
            assertThat(explainable.notAdditiveReason())
                    .hasValueSatisfying(reason -> assertThat(reason).startsWith("operator "));
            Explainer explainer = Explainer.of(explainable, Background.of(fixture.rows(model, "background")));

            List<Explanation> explanations = explainer.explain(fixture.rows(model, "rows"), fixture.answer()).stream()
                    .map(Explained::explanation)
                    .toList();

            for (int row = 0; row < explanations.size(); row++) {
                Explanation explanation = explanations.get(row);
                double scale = Math.max(1, Math.abs(explanation.value()));
                assertThat(explanation.method()).isEqualTo(Method.ENUMERATION);
                assertThat(Explained.amounts(explanation))
                        .containsExactly(fixture.contributions(model, "contributions", row), within(SINGLE * scale));
            }
        }
    }

    private static IntUnaryOperator rows(Random random, int count) {
        int[] rows = random.ints(COMBINATIONS, 0, count).toArray();
        return row -> rows[row];
    }

    /** Every answer of every model has an explanation, which passes the comparison with the runtime. */
    @Test
    void explainsAllRowsOfAllModelsWithAKnownMeaning() {
        Map<String, String> methods = new TreeMap<>();
        for (String name : Fixture.models()) {
            Fixture fixture = Fixture.model(name);
            try (Model model = fixture.open()) {
                if (model.isTabular()) {
                    methods.put(name, method(model, fixture.rows(model, "rows")));
                }
            }
        }

        assertThat(methods.values().stream().filter("TREES"::equals)).hasSize(14);
        assertThat(methods.values().stream().filter("LINEAR"::equals)).hasSize(16);
        assertThat(methods)
                .containsEntry("sklearn-isolation-forest", "ENUMERATION")
                .containsEntry("sklearn-mixed-missing", "LINEAR")
                .containsEntry("sklearn-kmeans", "ENUMERATION")
                .containsEntry("sklearn-calibrated", "SAMPLING")
                .hasSize(50);
    }

    /** The method for all rows, or the reason why there is none. */
    private static String method(Model model, Table rows) {
        List<String> methods =
                Explainer.of(ExplainableModel.of(model), Background.of(rows)).explain(rows, Optional.empty()).stream()
                        .map(outcome -> outcome.result()
                                .map(explanation -> explanation.method().name())
                                .or(outcome::reason)
                                .orElse(""))
                        .distinct()
                        .toList();
        return String.join(", ", methods);
    }
}
