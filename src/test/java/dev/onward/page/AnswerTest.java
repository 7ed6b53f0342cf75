package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.table.Column;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

    private static final String NOT_FINITE =
            " is not a finite number. A value far outside what it was made for can do" + " that.";

    @Test
    void showsProbabilitiesAsBars() {
        Answer answer = Answer.of(classes(true, 1, 0.25, 0.75));

        assertThat(answer.headline()).isEqualTo("class 1");
        assertThat(answer.bars())
                .containsExactly(
                        new Answer.Bar("0", "class 0", "0.25", "25.0 %", false),
                        new Answer.Bar("1", "class 1", "0.75", "75.0 %", true));
        assertThat(answer.lines()).isEmpty();
        assertThat(answer.warning()).isEmpty();
    }

    @Test
    void showsScoresWithoutAScale() {
        Answer answer = Answer.of(classes(false, 1, -0.25, 2.238786));

        assertThat(answer.bars()).isEmpty();
        assertThat(answer.caption()).isEqualTo("Scores of the classes, which are not known to be probabilities");
        assertThat(answer.lines())
                .containsExactly(
                        new Line("0", "class 0", "-0.25", "-0.25", "", false),
                        new Line("1", "class 1", "2.238786", "2.23879", "", true));
    }

    @Test
    void showsALabelAlone() {
        Answer answer =
                Answer.of(new Prediction.Classes(List.of(new Label("x", "X")), new int[] {0}, Optional.empty(), false));

        assertThat(answer.headline()).isEqualTo("X");
        assertThat(answer.bars()).isEmpty();
        assertThat(answer.lines()).isEmpty();
    }

    @Test
    void showsTheTenMostProbableOfManyClasses() {
        double[] probabilities =
                IntStream.range(0, 12).mapToDouble(i -> i / 100.0).toArray();

        Answer answer = Answer.of(classes(true, 11, probabilities));

        assertThat(answer.bars().stream().map(Answer.Bar::label))
                .containsExactly("11", "10", "9", "8", "7", "6", "5", "4", "3", "2");
        assertThat(answer.more()).isEqualTo("and 2 more classes; a JSON answer has all of them");
    }

    @Test
    void showsTheAnswerEvenIfOthersAreMoreProbable() {
        double[] probabilities =
                IntStream.range(0, 11).mapToDouble(i -> i / 100.0).toArray();

        Answer answer = Answer.of(classes(true, 0, probabilities));

        assertThat(answer.bars().stream().map(Answer.Bar::label))
                .containsExactly("0", "10", "9", "8", "7", "6", "5", "4", "3", "2");
        assertThat(answer.more()).isEqualTo("and 1 more class; a JSON answer has all of them");
    }

    @Test
    void showsTheNearestOfManyClassesIfTheLeastScoreWins() {
        double[] distances = IntStream.range(0, 12).mapToDouble(i -> 12 - i).toArray();

        Answer answer = Answer.of(classes(false, 11, distances));

        assertThat(answer.lines().stream().map(Line::label))
                .containsExactly("11", "10", "9", "8", "7", "6", "5", "4", "3", "2");
    }

    @Test
    void showsOneValueWithItsUnit() {
        Answer answer = Answer.of(values(new Value("price", "Price", "CHF"), 152.34567));

        assertThat(answer.about()).isEqualTo("Price");
        assertThat(answer.headline()).isEqualTo("152.346");
        assertThat(answer.unit()).isEqualTo("CHF");
        assertThat(answer.lines()).isEmpty();
    }

    @Test
    void showsSeveralValuesAsATable() {
        Answer answer = Answer.of(new Prediction.Values(
                List.of(new Value("h", "Height", "m"), Value.of("w")), Matrix.of(new float[] {1.1f, 20}, 2)));

        assertThat(answer.headline()).isEqualTo("2 values");
        assertThat(answer.lines())
                .containsExactly(
                        new Line("", "Height", "1.1", "1.1", "m", false), new Line("", "w", "20.0", "20", "", false));
    }

    @Test
    void showsOutputsByTheirNames() {
        Answer answer = Answer.of(new Prediction.Outputs(
                List.of("a", "b", "c", "d", "e"),
                List.of(
                        new Column.Doubles(new double[] {0.1}, new BitSet()),
                        new Column.Longs(new long[] {Long.MAX_VALUE}, new BitSet()),
                        new Column.Booleans(new boolean[] {true}, new BitSet()),
                        new Column.Strings(List.of("text"), new BitSet()),
                        new Column.Longs(new long[] {0}, BitSet.valueOf(new long[] {1}))),
                1));

        assertThat(answer.headline()).isEqualTo("5 outputs");
        assertThat(answer.lines().stream().map(line -> line.title() + "=" + line.readable()))
                .containsExactly("a=0.1", "b=9223372036854775807", "c=true", "d=text", "e=nothing");
        assertThat(answer.warning()).isEmpty();
    }

    @Test
    void leavesMostOfVeryManyOutputsToPrograms() {
        List<String> names = IntStream.range(0, 130).mapToObj(i -> "o" + i).toList();
        List<Column> columns = names.stream()
                .<Column>map(name -> new Column.Longs(new long[] {1}, new BitSet()))
                .toList();

        Answer answer = Answer.of(new Prediction.Outputs(names, columns, 1));

        assertThat(answer.lines()).hasSize(100);
        assertThat(answer.more()).isEqualTo("and 30 more outputs; a JSON answer has all of them");
    }

    @Test
    void saysWhereThereIsNoNumber() {
        Answer probabilities = Answer.of(classes(true, 0, Double.NaN, 0.5));
        Answer value = Answer.of(values(Value.of("y"), Double.POSITIVE_INFINITY));
        Answer values = Answer.of(new Prediction.Values(
                List.of(Value.of("a"), new Value("b", "B", "kg")), Matrix.of(new double[] {1, Double.NaN}, 2)));
        Answer outputs = Answer.of(new Prediction.Outputs(
                List.of("o"), List.of(new Column.Doubles(new double[] {Double.NaN}, new BitSet())), 1));

        assertThat(probabilities.bars().get(0)).isEqualTo(new Answer.Bar("0", "class 0", "", "no number", true));
        assertThat(probabilities.warning()).isEqualTo("What the model computed for class 0" + NOT_FINITE);
        assertThat(value.headline()).isEqualTo("no number");
        assertThat(value.warning()).isEqualTo("What the model computed" + NOT_FINITE);
        assertThat(values.lines().get(1)).isEqualTo(new Line("", "B", "", "no number", "", false));
        assertThat(values.warning()).isEqualTo("What the model computed for B" + NOT_FINITE);
        assertThat(outputs.warning()).isEqualTo("What the model computed for o" + NOT_FINITE);
        assertThat(Stream.of(probabilities, value, values, outputs))
                .noneMatch(answer -> answer.toString().matches(".*(NaN|Infinity).*"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0",
        "-0.0, 0",
        "12.0, 12",
        "1234567.8, 1234568",
        "0.12345678, 0.123457",
        "1.0E-5, 0.00001",
        "1.234567E-9, 1.23457E-9",
        "1.5E20, 1.5E+20",
        "-152.34567, -152.346",
        "1.0E10, 10000000000"
    })
    void writesNumbersAsPeopleReadThem(String shortest, String readable) {
        assertThat(Figures.readable(shortest)).isEqualTo(readable);
    }

    private static Prediction classes(boolean probabilities, int chosen, double... scores) {
        List<Label> labels = IntStream.range(0, scores.length)
                .mapToObj(i -> new Label(Integer.toString(i), "class " + i))
                .toList();
        return new Prediction.Classes(
                labels, new int[] {chosen}, Optional.of(Matrix.of(scores, scores.length)), probabilities);
    }

    private static Prediction values(Value value, double number) {
        return new Prediction.Values(List.of(value), Matrix.of(new double[] {number}, 1));
    }
}
