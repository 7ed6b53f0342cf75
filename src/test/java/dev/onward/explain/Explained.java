package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.explanation.Method;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Explanations of the rows of a model against all of these rows, for assertions. */
final class Explained {

    private Explained() {}

    /** Explains an answer for each row with an exact method. */
    static List<Explanation> exactly(Model model, double[][] rows, String answer) {
        ExplainableModel explainable = ExplainableModel.of(model);
        assertThat(explainable.notAdditiveReason()).isEmpty();
        return Explainer.of(explainable, Background.of(RandomRows.table(model, rows)))
                .explain(RandomRows.table(model, rows), Optional.of(answer))
                .stream()
                .map(Explained::explanation)
                .toList();
    }

    static Explanation explanation(RowOutcome<Explanation> outcome) {
        assertThat(outcome.reason()).isEmpty();
        return outcome.result().orElseThrow();
    }

    static double[] amounts(Explanation explanation) {
        return explanation.contributions().stream()
                .mapToDouble(Contribution::amount)
                .toArray();
    }

    /**
     * Compares with brute force.
     *
     * @param f the explained number, as a function of the features
     * @param tolerance of each number
     */
    static void assertBruteForce(
            OnnxGraphs graph,
            double[][] rows,
            String answer,
            Method method,
            ToDoubleFunction<double[]> f,
            double tolerance) {
        try (Model model = graph.open()) {
            List<Explanation> explanations = exactly(model, rows, answer);

            for (int i = 0; i < Math.min(4, rows.length); i++) {
                Explanation explanation = explanations.get(i);
                assertThat(explanation.method()).isEqualTo(method);
                assertThat(explanation.base()).isCloseTo(BruteForce.mean(f, rows), within(tolerance));
                assertThat(explanation.value()).isCloseTo(f.applyAsDouble(rows[i]), within(tolerance));
                assertThat(amounts(explanation))
                        .containsExactly(BruteForce.shapley(f, rows[i], rows), within(tolerance));
            }
        }
    }
}
