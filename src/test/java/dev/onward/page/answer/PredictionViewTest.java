package dev.onward.page.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.details.PredictionDetails;
import dev.onward.http.Language;
import dev.onward.http.Messages;
import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.page.answer.ResultTable.Row;
import dev.onward.page.text.NumberFormats;
import dev.onward.table.Column;
import dev.onward.table.Schema;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionViewTest {

    private static final FormattedValue NOT_FINITE_VALUE =
            new FormattedValue(Optional.empty(), "not finite", Optional.empty(), false);

    private static final String NOT_FINITE =
            " is not a finite number. This can happen if an input is far outside the range of the training data.";

    @Test
    void showsProbabilitiesAsBars() {
        PredictionView view = view(classes(true, 1, 0.25, 0.75));

        assertThat(view.headline().text()).isEqualTo("class 1");
        assertThat(view.results().areProbabilities()).isTrue();
        assertThat(view.results().rows())
                .containsExactly(
                        row("class 0", "0", value("0.25", "25.0\u00a0%"), false),
                        row("class 1", "1", value("0.75", "75.0\u00a0%"), true));
        assertThat(view.warning()).isEmpty();
    }

    @Test
    void showsScoresWithoutAScale() {
        PredictionView view = view(classes(false, 1, -0.25, 2.238786));

        assertThat(view.results().areProbabilities()).isFalse();
        assertThat(view.results().caption()).contains("Class scores; not known to be probabilities");
        assertThat(view.results().rows())
                .containsExactly(
                        row("class 0", "0", value("-0.25", "-0.25"), false),
                        row("class 1", "1", value("2.238786", "2.23879"), true));
    }

    @Test
    void showsALabelAlone() {
        PredictionView view = view(Prediction.Classes.of(List.of(new Label("x", "X")), new int[] {0}));

        assertThat(view.headline().text()).isEqualTo("X");
        assertThat(view.results()).isEqualTo(ResultTable.NONE);
    }

    @Test
    void showsTheTenMostProbableOfManyClasses() {
        double[] probabilities =
                IntStream.range(0, 12).mapToDouble(i -> i / 100.0).toArray();

        PredictionView view = view(classes(true, 11, probabilities));

        assertThat(view.results().rows().stream().map(row -> row.label().orElseThrow()))
                .containsExactly("11", "10", "9", "8", "7", "6", "5", "4", "3", "2");
        assertThat(view.results().more()).contains("and 2 more classes; the JSON response contains all of them");
    }

    @Test
    void showsTheAnswerEvenIfOthersAreMoreProbable() {
        double[] probabilities =
                IntStream.range(0, 11).mapToDouble(i -> i / 100.0).toArray();

        PredictionView view = view(classes(true, 0, probabilities));

        assertThat(view.results().rows().stream().map(row -> row.label().orElseThrow()))
                .containsExactly("0", "10", "9", "8", "7", "6", "5", "4", "3", "2");
        assertThat(view.results().more()).contains("and 1 more class; the JSON response contains all of them");
    }

    @Test
    void showsTheNearestOfManyClassesIfTheLeastScoreWins() {
        double[] distances = IntStream.range(0, 12).mapToDouble(i -> 12 - i).toArray();

        PredictionView view = view(classes(false, 11, distances));

        assertThat(view.results().rows().stream().map(row -> row.label().orElseThrow()))
                .containsExactly("11", "10", "9", "8", "7", "6", "5", "4", "3", "2");
    }

    @Test
    void showsOneValueWithItsUnit() {
        PredictionView view = view(values(new Value("price", "Price", Optional.of("CHF")), 152.34567));

        assertThat(view.headline().subject()).contains("Price");
        assertThat(view.headline().text()).isEqualTo("152.346");
        assertThat(view.headline().unit()).contains("CHF");
        assertThat(view.results()).isEqualTo(ResultTable.NONE);
    }

    @Test
    void showsAValueWithTheDecimalPlacesOfTheCard() {
        Value price = new Value("price", "Price", Optional.of("EUR"), OptionalInt.of(0));
        Value rate = new Value("rate", "Rate", Optional.empty(), OptionalInt.of(2));
        Value none = new Value("none", "None", Optional.empty(), OptionalInt.of(1));

        assertThat(view(values(price, 275_843.51)).headline().text()).isEqualTo("275\u202f844");
        assertThat(view(values(rate, 3)).headline().text()).isEqualTo("3.00");
        assertThat(view(values(rate, 1_234_567.891)).headline().text()).isEqualTo("1\u202f234\u202f567.89");
        assertThat(view(values(none, -0.04)).headline().text()).isEqualTo("0.0");
        assertThat(view(values(price, 1e20)).headline().text()).isEqualTo("1E+20");
    }

    @ParameterizedTest
    @CsvSource({"42.7, 0, 43", "42.7, 1, 42.7", "42.7, 4, 42.7", "275843.5, 0, 276\u202f000", "-0.04, 1, 0.0"})
    void showsNoMoreDecimalPlacesInReasonsThanTheCardAsksFor(double number, int digits, String text) {
        assertThat(NumberFormats.threeDigits(number, OptionalInt.of(digits))).isEqualTo(text);
    }

    @Test
    void showsSeveralValuesAsATable() {
        PredictionView view = view(new Prediction.Values(
                List.of(new Value("h", "Height", Optional.of("m")), Value.of("w")),
                Matrix.of(new float[] {1.1f, 20}, 2)));

        assertThat(view.headline().text()).isEqualTo("2 values");
        assertThat(view.results().rows())
                .containsExactly(Row.of("Height", value("1.1", "1.1", "m")), Row.of("w", value("20.0", "20")));
    }

    @Test
    void showsOutputsByTheirNames() {
        PredictionView view = view(new Prediction.Outputs(
                List.of("a", "b", "c", "d", "e"),
                List.of(
                        new Column.Doubles(new double[] {0.1}, new BitSet()),
                        new Column.Longs(new long[] {Long.MAX_VALUE}, new BitSet()),
                        new Column.Booleans(new boolean[] {true}, new BitSet()),
                        new Column.Strings(List.of("text"), new BitSet()),
                        new Column.Longs(new long[] {0}, BitSet.valueOf(new long[] {1}))),
                1));

        assertThat(view.headline().text()).isEqualTo("5 outputs");
        assertThat(view.results().rows().stream()
                        .map(row -> row.title() + "=" + row.value().text()))
                .containsExactly("a=0.1", "b=9223372036854775807", "c=true", "d=text", "e=missing");
        assertThat(view.warning()).isEmpty();
    }

    @Test
    void leavesMostOfVeryManyOutputsToPrograms() {
        List<String> names = IntStream.range(0, 130).mapToObj(i -> "o" + i).toList();
        List<Column> columns = names.stream()
                .<Column>map(name -> new Column.Longs(new long[] {1}, new BitSet()))
                .toList();

        PredictionView view = view(new Prediction.Outputs(names, columns, 1));

        assertThat(view.results().rows()).hasSize(100);
        assertThat(view.results().more()).contains("and 30 more outputs; the JSON response contains all of them");
    }

    @Test
    void saysWhereThereIsNoNumber() {
        PredictionView probabilities = view(classes(true, 0, Double.NaN, 0.5));
        PredictionView value = view(values(Value.of("y"), Double.POSITIVE_INFINITY));
        PredictionView values = view(new Prediction.Values(
                List.of(Value.of("a"), new Value("b", "B", Optional.of("kg"))),
                Matrix.of(new double[] {1, Double.NaN}, 2)));
        PredictionView outputs = view(new Prediction.Outputs(
                List.of("o"), List.of(new Column.Doubles(new double[] {Double.NaN}, new BitSet())), 1));

        assertThat(probabilities.results().rows().get(0)).isEqualTo(row("class 0", "0", NOT_FINITE_VALUE, true));
        assertThat(probabilities.warning()).contains("The result for class 0" + NOT_FINITE);
        assertThat(value.headline().text()).isEqualTo("not finite");
        assertThat(value.warning()).contains("The result" + NOT_FINITE);
        assertThat(values.results().rows().get(1)).isEqualTo(Row.of("B", NOT_FINITE_VALUE));
        assertThat(values.warning()).contains("The result for B" + NOT_FINITE);
        assertThat(outputs.warning()).contains("The result for o" + NOT_FINITE);
        assertThat(Stream.of(probabilities, value, values, outputs))
                .noneMatch(view -> view.toString().matches(".*(NaN|Infinity).*"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0",
        "-0.0, 0",
        "12.0, 12",
        "1234567.8, 1\u202f234\u202f568",
        "0.12345678, 0.123457",
        "1.0E-5, 0.00001",
        "1.234567E-9, 1.23457E-9",
        "1.5E20, 1.5E+20",
        "-152.34567, -152.346",
        "1.0E10, 10\u202f000\u202f000\u202f000",
        "-9999.5, -9999.5",
        "-12345.5, -12\u202f345.5",
        "276000.0, 276\u202f000"
    })
    void writesNumbersAsPeopleReadThem(String shortest, String readable) {
        assertThat(NumberFormats.readable(shortest)).isEqualTo(readable);
    }

    private static PredictionView view(Prediction prediction) {
        return PredictionView.of(
                prediction, PredictionDetails.NONE, new Schema(List.of()), Messages.in(Language.ENGLISH));
    }

    private static Row row(String title, String label, FormattedValue value, boolean predicted) {
        return new Row(title, Optional.of(label), value, predicted);
    }

    private static FormattedValue value(String exact, String text) {
        return new FormattedValue(Optional.of(exact), text, Optional.empty(), true);
    }

    private static FormattedValue value(String exact, String text, String unit) {
        return new FormattedValue(Optional.of(exact), text, Optional.of(unit), true);
    }

    private static Prediction classes(boolean probabilities, int chosen, double... scores) {
        List<Label> labels = IntStream.range(0, scores.length)
                .mapToObj(i -> new Label(Integer.toString(i), "class " + i))
                .toList();
        Prediction.Classes classes = Prediction.Classes.of(labels, new int[] {chosen});
        Matrix matrix = Matrix.of(scores, scores.length);
        return probabilities ? classes.withProbabilities(matrix) : classes.withScores(matrix);
    }

    private static Prediction values(Value value, double number) {
        return new Prediction.Values(List.of(value), Matrix.of(new double[] {number}, 1));
    }
}
