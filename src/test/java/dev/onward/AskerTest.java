package dev.onward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskerTest {

    private record BankNote(double variance, double skewness, double curtosis, double entropy) {}

    @Test
    void predictsAsForAMap() {
        try (Onward onward = Onward.open(Path.of("model.onnx"))) {
            Answer mapped = onward.ask(
                    Map.of("variance", -1.3971, "skewness", 3.3191, "curtosis", -1.3927, "entropy", -1.9948));

            Answer typed = onward.asker(BankNote.class).ask(new BankNote(-1.3971, 3.3191, -1.3927, -1.9948));

            assertThat(typed.label()).isEqualTo("1").isEqualTo(mapped.label());
            assertThat(typed.probability("1")).isEqualTo(mapped.probability("1"));
            assertThat(typed.explain()).isEqualTo(mapped.explain());
        }
    }

    @Test
    void predictsManyRows() {
        try (Onward onward = Onward.open(Path.of("model.onnx"))) {
            Asker<BankNote> asker = onward.asker(BankNote.class);

            List<Answer> answers = asker.askAll(
                    List.of(new BankNote(3.6216, 8.6661, -2.8073, -0.44699), new BankNote(-1.4, 3.3, -1.4, -2)));

            assertThat(answers).extracting(Answer::label).containsExactly("0", "1");
            assertProblems(
                    () -> asker.askAll(List.of(
                            new BankNote(0, 0, 0, 0), new BankNote(Double.NaN, 0, 0, Double.POSITIVE_INFINITY))),
                    "row 2, variance: expected a number, got \"NaN\"",
                    "row 2, entropy: expected a number, got \"Infinity\"");
        }
    }

    /** In another order than the features. */
    private record Insured(
            @Nullable String plan,
            Boolean isMember,
            String itsARemark,
            int rooms,
            @Nullable Float amount) {}

    @Test
    void readsEveryKindOfComponent(@TempDir Path folder) {
        try (Onward onward = Onward.open(MixedModel.write(folder))) {
            Asker<Insured> asker = onward.asker(Insured.class);

            assertThat(asker.ask(new Insured("plus", true, "none", 2, 1.5f)).value())
                    .isEqualTo(24.5);
            assertThat(asker.ask(new Insured("basic", false, "none", 2, null)).value())
                    .isEqualTo(112);
            assertProblems(
                    () -> asker.ask(new Insured(null, false, "none", 2, null)),
                    "plan: expected one of \"basic\", \"plus\", got null");
        }
    }

    /** Without the amount, which is optional. */
    private record Unpriced(byte rooms, boolean is_member, String Plan, String itsARemark) {}

    @Test
    void bindsNamesByTheirLettersAndDigits(@TempDir Path folder) {
        try (Onward onward = Onward.open(MixedModel.write(folder))) {
            Answer answer = onward.asker(Unpriced.class).ask(new Unpriced((byte) 3, true, "plus", "none"));

            assertThat(answer.value()).isEqualTo(124);
        }
    }

    private record Misfit(String amount, double room, boolean isMember, boolean is_member, char plan) {}

    @Test
    void listsEveryMisfitWithSuggestions(@TempDir Path folder) {
        try (Onward onward = Onward.open(MixedModel.write(folder))) {
            assertProblems(
                    () -> onward.asker(Misfit.class),
                    "record Misfit, amount: expected a component of type double or another number, got String",
                    "record Misfit, room: expected the name of a feature, did you mean \"rooms\"?",
                    "record Misfit, is_member: expected one component for each feature, got another one",
                    "record Misfit, plan: expected a component of type String, got char",
                    "record Misfit, rooms: expected a component of type long or another number, got none",
                    "record Misfit, it's a \"remark\": expected a component of type String, got none");
        }
    }

    private record Ambiguous(double aB) {}

    @Test
    void guessesNoName() {
        Schema schema = new Schema(List.of(
                Feature.of("a b", DataType.NUMBER),
                Feature.builder("a_b", DataType.NUMBER).optional(true).build()));

        assertProblems(
                () -> RecordBinding.of(Ambiguous.class, schema),
                "record Ambiguous, aB: expected the name of one feature, got that of \"a b\", \"a_b\"",
                "record Ambiguous, a b: expected a component of type double or another number, got none");
    }

    private static void assertProblems(ThrowingCallable call, String... problems) {
        assertThatExceptionOfType(OnwardException.class).isThrownBy(call).satisfies(e -> assertThat(e.problems())
                .containsExactly(problems));
    }
}
