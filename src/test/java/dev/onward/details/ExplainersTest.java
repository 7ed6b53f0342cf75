package dev.onward.details;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.Log;
import dev.onward.details.Explainers.Prepared;
import dev.onward.details.ExplanationOptions.Comparison;
import dev.onward.explain.Background;
import dev.onward.explain.ExplainableModel;
import dev.onward.explain.Explainer;
import dev.onward.json.JsonRows;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExplainersTest {

    /** Records when a permit is held. */
    private static final class RecordingLimit implements ExplanationLimit {

        private final List<String> events = new ArrayList<>();

        @Override
        public Permit acquire(boolean isExact) {
            events.add("acquired");
            return () -> events.add("closed");
        }

        @Override
        public void expectNumbers(long numbers) {
            events.add("expected " + numbers);
        }
    }

    private static Model sum() {
        return new OnnxGraphs()
                .input("a", DataType.FLOAT, -1, 1)
                .input("b", DataType.FLOAT, -1, 1)
                .node("Add", List.of("a", "b"), "y")
                .output("y", DataType.FLOAT, -1, 1)
                .open();
    }

    private static Table table(Model model, String json) {
        return JsonRows.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), model.schema(), 10)
                .table();
    }

    @Test
    void makesTheExplainerOfARowOnceAndWithAPermit() {
        RecordingLimit limit = new RecordingLimit();
        try (Model model = sum()) {
            Table table = table(model, "{\"a\":1,\"b\":2}");
            ExplanationRequest request = new ExplanationRequest(
                    () -> {
                        limit.events.add("made");
                        return Explainer.of(ExplainableModel.of(model), Background.of(table));
                    },
                    true,
                    Optional.empty(),
                    answer -> OptionalDouble.empty(),
                    limit);

            request.explain(model, table, model.predict(table));
            request.explain(model, table, model.predict(table));
        }

        assertThat(limit.events).containsExactly("acquired", "made", "closed", "acquired", "closed");
    }

    @Test
    void announcesTheNumbersBeforeItComputesThem() {
        RecordingLimit limit = new RecordingLimit();
        try (Model model = sum()) {
            Table rows = table(model, "[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4},{\"a\":3,\"b\":5}]");
            Table row = table(model, "{\"a\":1,\"b\":2}");
            DetailOptions options = DetailOptions.DEFAULT.withExplanation(
                    new ExplanationOptions(Optional.empty(), Optional.empty(), new Comparison(Optional.of(row), true)));

            ModelDetails.of(model).orElseThrow().source(model, options, limit).of(rows, model.predict(rows));
        }

        assertThat(limit.events).startsWith("expected 12", "acquired").endsWith("closed");
    }

    @Test
    void suggestsARowToCompareWithOnlyWhereOneIsAccepted() {
        try (Model model = sum()) {
            ModelDetails details = ModelDetails.of(model).orElseThrow();
            DetailOptions options = DetailOptions.DEFAULT.withExplanation(ExplanationOptions.DEFAULT);

            InvalidInputException problem = catchThrowableOfType(
                    InvalidInputException.class, () -> details.source(model, options, ExplanationLimit.NONE));

            assertThat(problem)
                    .hasMessage("explain: the model's card has no reference data for explanations; add it with:"
                            + " annotate model.onnx --data train.csv --out explained.onnx");
            assertThat(details.explanationSentence())
                    .isEqualTo(
                            "exact, from the coefficients; available only as a comparison with another row (compare=),"
                                    + " because the model's card has no reference data for explanations");
        }
    }

    @Test
    void predictsBeforeTheGraphHasBeenRead() throws Exception {
        Queue<Runnable> tasks = new ArrayDeque<>();
        try (Model model = sum()) {
            Table row = table(model, "{\"a\":1,\"b\":2}");
            ModelDetails details = ModelDetails.of(model, tasks::add).orElseThrow();
            CompletableFuture<String> sentence = CompletableFuture.supplyAsync(details::explanationSentence);

            PredictionDetails prediction = details.source(model, DetailOptions.DEFAULT, ExplanationLimit.NONE)
                    .of(row, model.predict(row));

            assertThat(prediction.warnings(0)).isEmpty();
            assertThat(sentence).isNotDone();

            tasks.remove().run();

            assertThat(sentence.get(10, TimeUnit.SECONDS)).startsWith("exact, from the coefficients");
        }
    }

    @Test
    void remembersWhyAGroupCannotBeUsed() {
        Log.start();

        Prepared prepared = Prepared.of("loans 7d1c, group \"approved\"", () -> {
            throw new IndexOutOfBoundsException(7);
        });

        assertThat(prepared.explainer()).isEmpty();
        assertThat(prepared.reason()).contains("the reference data in the card cannot be used");
        assertThat(Log.containing(
                        "loans 7d1c, group \"approved\": the reference data could not be used for" + " explanations"))
                .hasSize(1);
    }
}
