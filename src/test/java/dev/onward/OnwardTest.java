package dev.onward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.explanation.Method;
import java.lang.reflect.Executable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnwardTest {

    private static final Path BANK_NOTES = Path.of("model.onnx");
    private static final Path INTEROP = Path.of("src/test/resources/interop");

    private static final Map<String, Double> GENUINE =
            Map.of("variance", 3.6216, "skewness", 8.6661, "curtosis", -2.8073, "entropy", -0.44699);
    private static final Map<String, Double> FORGED =
            Map.of("variance", -1.3971, "skewness", 3.3191, "curtosis", -1.3927, "entropy", -1.9948);

    private static final String REMARK = "it's a \"remark\"";

    /** A row for {@link MixedModel}. */
    private static final Map<String, Object> INSURED =
            Map.of("rooms", 1, "is member", true, "plan", "plus", REMARK, "none");

    /** Of 32-bit floats. */
    private static final double PRECISION = 1e-9;

    @Test
    void predictsAsTheWebApplicationDoes() {
        try (Onward onward = Onward.open(BANK_NOTES)) {
            Answer answer = onward.ask(GENUINE);

            assertThat(answer.label()).isEqualTo("0");
            assertThat(answer.probability("0")).isEqualTo(0.99999833f);
            assertThat(answer.probability("1")).isEqualTo(1.6867053E-6f);
            assertThat(answer.score("1")).isEqualTo(answer.probability("1"));
        }
    }

    @Test
    void predictsManyRowsAsEachAlone() {
        List<Map<String, Double>> rows = IntStream.range(0, 3000)
                .mapToObj(i -> Map.of(
                        "variance",
                        i % 70 / 10.0 - 3,
                        "skewness",
                        i % 13 - 6.0,
                        "curtosis",
                        i / 500.0,
                        "entropy",
                        -1.0))
                .toList();
        try (Onward onward = Onward.open(BANK_NOTES)) {
            List<Answer> answers = onward.askAll(rows);

            assertThat(answers).hasSameSizeAs(rows);
            for (int i = 0; i < rows.size(); i += 37) {
                Answer alone = onward.ask(rows.get(i));
                assertThat(answers.get(i).label()).isEqualTo(alone.label());
                assertThat(answers.get(i).probability("1")).isCloseTo(alone.probability("1"), within(PRECISION));
            }
            assertThat(answers.stream().map(Answer::label)).contains("0", "1");
            assertThat(onward.askAll(List.of())).isEmpty();
        }
    }

    @Test
    void listsEveryProblemOfARow() {
        Map<String, Object> row = new HashMap<>();
        row.put("variance", "3.6216");
        row.put("skewnes", 8.6661);
        row.put("curtosis", Double.NaN);
        row.put("entropy", null);
        try (Onward onward = Onward.open(BANK_NOTES)) {
            assertThatExceptionOfType(OnwardException.class)
                    .isThrownBy(() -> onward.ask(row))
                    .satisfies(e -> assertThat(e.problems())
                            .containsExactlyInAnyOrder(
                                    "variance: expected a number, got the string \"3.6216\"",
                                    "unknown feature \"skewnes\", did you mean \"skewness\"?",
                                    "curtosis: expected a number, got \"NaN\"",
                                    "entropy: expected a number, got null",
                                    "skewness: expected a number, got nothing"))
                    .satisfies(e -> assertThat(e).hasMessage(String.join("; ", e.problems())));
        }
    }

    @Test
    void namesTheRowsOfABatch() {
        List<Map<String, Double>> rows = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            rows.add(i == 0 ? GENUINE : Map.of("variance", 1.0, "skewness", 1.0, "curtosis", 1.0));
        }
        try (Onward onward = Onward.open(BANK_NOTES)) {
            assertThatExceptionOfType(OnwardException.class)
                    .isThrownBy(() -> onward.askAll(rows))
                    .satisfies(e -> assertThat(e.problems())
                            .hasSize(100)
                            .startsWith("row 2, entropy: expected a number, got nothing"))
                    .satisfies(e -> assertThat(e.total()).isEqualTo(149))
                    .satisfies(e -> assertThat(e).hasMessageEndingWith("got nothing; and 49 more"));
        }
    }

    @Test
    void takesEveryKindOfValue(@TempDir Path folder) {
        Map<String, Object> row = new HashMap<>(INSURED);
        row.put("amount", new BigDecimal("1.5"));
        row.put("rooms", BigInteger.TWO);
        try (Onward onward = Onward.open(MixedModel.write(folder))) {
            assertThat(onward.ask(row).value()).isEqualTo(24.5);

            row.put("amount", null);
            row.put("rooms", 3);
            assertThat(onward.ask(row).value()).isEqualTo(124);

            row.put("amount", 0.5f);
            row.put("rooms", 4L);
            row.put("is member", false);
            row.put("plan", CharBuffer.wrap("basic"));
            assertThat(onward.ask(row).value("price")).isEqualTo(14.5);

            row.put("amount", (short) 7);
            row.put("rooms", 2.0);
            assertThat(onward.ask(row).value()).isEqualTo(19);
        }
    }

    @Test
    void refusesValuesByTheRulesOfCells(@TempDir Path folder) {
        Map<String, Object> row = new HashMap<>(INSURED);
        row.put("amount", 1e39);
        row.put("rooms", 1.5);
        row.put("is member", 1);
        row.put("plan", "plu");
        try (Onward onward = Onward.open(MixedModel.write(folder))) {
            assertProblems(
                    () -> onward.ask(row),
                    "amount: expected a number from -3.4028235E38 to 3.4028235E38, got 1.0E39",
                    "rooms: expected a whole number, got \"1.5\"",
                    "is member: expected true or false, got the number 1",
                    "plan: expected one of \"basic\", \"plus\", got \"plu\", did you mean \"plus\"?");

            row.put("amount", List.of(1));
            row.put("rooms", Double.POSITIVE_INFINITY);
            row.put("is member", true);
            row.put("plan", "plus");
            assertProblems(
                    () -> onward.ask(row),
                    "amount: expected a number, got an object of class java.util.ImmutableCollections$List12",
                    "rooms: expected a whole number, got \"Infinity\"");
        }
    }

    @Test
    void explainsPredictions() {
        try (Onward onward = Onward.open(BANK_NOTES)) {
            Explanation explanation = onward.ask(GENUINE).explain();

            assertThat(explanation.method()).isEqualTo(Method.LINEAR);
            assertThat(explanation.answer()).isEqualTo("0");
            assertThat(explanation.space()).isEqualTo("log-odds");
            assertThat(explanation.contributions())
                    .extracting(Contribution::feature)
                    .containsExactly("variance", "skewness", "curtosis", "entropy");
            double sum = explanation.contributions().stream()
                    .mapToDouble(Contribution::amount)
                    .sum();
            assertThat(explanation.base() + sum).isCloseTo(explanation.value(), within(1e-6));
            assertThat(onward.askAll(List.of(FORGED, GENUINE)).get(1).explain()).isEqualTo(explanation);
        }
    }

    @Test
    void saysWhyThereIsNoExplanation(@TempDir Path folder) {
        try (Onward onward = Onward.open(MixedModel.write(folder))) {
            Answer answer = onward.ask(INSURED);

            assertProblems(
                    answer::explain,
                    "the model's card has no reference data for explanations; add it with the command annotate --data");
        }
    }

    @Test
    void saysWhichNumbersAnAnswerHas(@TempDir Path folder) {
        try (Onward notes = Onward.open(BANK_NOTES);
                Onward mixed = Onward.open(MixedModel.write(folder))) {
            Answer label = notes.ask(GENUINE);
            Answer value = mixed.ask(INSURED);

            assertProblems(label::value, "this model predicts labels, not values; use label");
            assertProblems(() -> label.probability("genuine"), "label: expected one of \"0\", \"1\", got \"genuine\"");
            assertProblems(value::label, "this model does not predict labels; use value");
            assertProblems(() -> value.probability("0"), "this model does not predict labels; use value");
            assertProblems(
                    () -> value.value("prise"),
                    "value: expected one of \"price\", got \"prise\", did you mean \"price\"?");
        }
    }

    @Test
    void tellsScoresFromProbabilities() {
        Map<String, Double> row = Map.of("f0", 5.1, "f1", 3.5, "f2", 1.4, "f3", 0.2);
        try (Onward onward = Onward.open(INTEROP.resolve("sklearn-linear-svc/model.onnx"))) {
            Answer answer = onward.ask(row);

            assertThat(answer.score(answer.label())).isFinite();
            assertProblems(
                    () -> answer.probability(answer.label()),
                    "the scores of this model are not known to be probabilities; use score");
        }
    }

    @Test
    void opensModelsOfTablesOnly(@TempDir Path folder) throws Exception {
        Path image = INTEROP.resolve("pytorch-image/model.onnx");
        Path damaged = Files.writeString(folder.resolve("damaged.onnx"), "no model");

        assertProblems(
                () -> Onward.open(folder.resolve("none.onnx")),
                folder.resolve("none.onnx") + ": expected a model file, found no file");
        assertThatExceptionOfType(OnwardException.class)
                .isThrownBy(() -> Onward.open(damaged))
                .withMessageStartingWith(damaged + ": ");
        assertThatExceptionOfType(OnwardException.class)
                .isThrownBy(() -> Onward.open(image))
                .withMessageStartingWith(image + ": not a model of tabular data: ");
    }

    @Test
    void keepsAnswersWhenItIsClosed() {
        Onward onward = Onward.open(BANK_NOTES);
        Answer answer = onward.ask(GENUINE);

        onward.close();
        onward.close();

        assertThat(answer.label()).isEqualTo("0");
        assertProblems(() -> onward.ask(GENUINE), "the model is closed");
    }

    @Test
    void answersManyThreads() {
        try (Onward onward = Onward.open(BANK_NOTES)) {
            List<String> labels = IntStream.range(0, 4000)
                    .parallel()
                    .mapToObj(i -> onward.ask(i % 3 == 0 ? FORGED : GENUINE).label())
                    .toList();

            assertThat(labels)
                    .isEqualTo(IntStream.range(0, 4000)
                            .mapToObj(i -> i % 3 == 0 ? "1" : "0")
                            .toList());
        }
    }

    /** Users of onward-core see these types and no others. */
    @ParameterizedTest
    @ValueSource(classes = {Onward.class, Answer.class, Asker.class, OnwardException.class, Explanation.class})
    void showsNoTypeOfAnotherLibrary(Class<?> type) {
        Set<Class<?>> shown =
                Set.of(Onward.class, Answer.class, Asker.class, Explanation.class, Method.class, Contribution.class);

        Stream<Executable> members =
                Stream.concat(Arrays.stream(type.getMethods()), Arrays.<Executable>stream(type.getConstructors()));

        assertThat(members).isNotEmpty().allSatisfy(member -> {
            assertThat(member.getExceptionTypes())
                    .allMatch(thrown -> member.getDeclaringClass().getName().startsWith("java."));
            Stream<Class<?>> types = Stream.concat(
                    Arrays.stream(member.getParameterTypes()),
                    member instanceof java.lang.reflect.Method method
                            ? Stream.of(method.getReturnType())
                            : Stream.of());
            assertThat(types)
                    .allMatch(shows -> shows.isPrimitive()
                            || shows.getName().matches("(\\[L)?java\\..*")
                            || shown.contains(shows));
        });
    }

    private static void assertProblems(ThrowingCallable call, String... problems) {
        assertThatExceptionOfType(OnwardException.class).isThrownBy(call).satisfies(e -> assertThat(e.problems())
                .containsExactlyInAnyOrder(problems));
    }
}
