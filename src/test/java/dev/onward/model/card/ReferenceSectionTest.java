package dev.onward.model.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onward.model.card.BackgroundGroup.WeightedRow;
import dev.onward.runtime.ModelException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceSectionTest {

    @Test
    void writesEverythingAndReadsItBack() {
        ModelCard card = card(full());

        ModelCard again = read(card.toJson());

        assertThat(again).isEqualTo(card);
        assertThat(again.toJson()).isEqualTo(card.toJson());
        assertThat(again.reference().orElseThrow().content()).contains(full());
    }

    @Test
    void writesTheVersionFirstAndLeavesOutWhatIsEmpty() {
        Reference reference = Reference.builder()
                .rows(2)
                .features(Map.of("a", new FeatureReference(Optional.empty(), Map.of(), 0, 1)))
                .build();

        assertThat(card(reference).toJson())
                .isEqualTo("{\"reference\":{\"version\":1,\"rows\":2,\"features\":{\"a\":{\"missing\":1}}}}");
    }

    @Test
    void keepsANewerVersionWithoutReadingIt() {
        String json = "{\"title\":\"t\",\"reference\":{\"version\":2,\"unheardOf\":[1.50,{\"a\":null}]}}";

        ModelCard card = read(json);

        assertThat(card.title()).contains("t");
        assertThat(card.reference().orElseThrow().version()).isEqualTo(2);
        assertThat(card.reference().orElseThrow().content()).isEmpty();
        assertThat(card.toJson()).isEqualTo(json);
    }

    @Test
    void readsACardWithoutTheSection() {
        assertThat(read("{\"title\":\"t\"}").reference()).isEmpty();
        assertThat(read("{\"reference\":null}").reference()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"reference":{}}                         | reference: expected an object with a version of at least 1
            {"reference":[]}                         | reference: expected an object with a version of at least 1
            {"reference":{"version":0}}              | reference: expected an object with a version of at least 1
            {"reference":{"version":1,"row":3}}      | unknown entry "reference.row", did you mean "rows"?
            {"reference":{"version":1,"rows":"x"}}   | reference.rows: expected a whole number, got "x"
            {"reference":{"version":1,"features":{"a":{"numbers":{"edges":[2,1],"counts":[1]}}}}} | reference.features.a.numbers: expected edges in ascending order, got 2.0, 1.0
            {"reference":{"version":1,"features":{"a":{"numbers":{"edges":[1],"counts":[1]}}}}} | reference.features.a.numbers: expected at least one bin and one more edge than counts, got 1 edges and 1 counts
            {"reference":{"version":1,"answers":[{"name":"a","calibration":{"edges":[0,2],"counts":[1],"predicted":[1],"observed":[1]}}]}} | reference.answers[0].calibration: expected edges from 0 to 1, got 2.0
            {"reference":{"version":1,"answers":[{"name":"a","calibration":{"edges":[0,1],"counts":[1],"predicted":[1e999],"observed":[1]}}]}} | reference.answers[0].calibration.predicted[0]: expected a number in the supported range, got 1E+999
            {"reference":{"version":1,"answers":[{"name":"a","calibration":{"edges":[0,1],"counts":[1],"predicted":[1],"observed":[-1]}}]}} | reference.answers[0].calibration: expected observed shares from 0 to 1, got -1.0
            {"reference":{"version":1,"answers":[{"name":"a","residuals":{"levels":[0.5],"quantiles":[1e999]}}]}} | reference.answers[0].residuals.quantiles[0]: expected a number in the supported range, got 1E+999
            {"reference":{"version":1,"answers":[{"name":"a","residuals":{"levels":[1.5],"quantiles":[1]}}]}} | reference.answers[0].residuals: expected levels from 0 to 1, got 1.5
            {"reference":{"version":1,"answers":[{"name":"a","residuals":{"levels":[0.95,0.05],"quantiles":[1,2]}}]}} | reference.answers[0].residuals: expected levels in ascending order, got 0.95, 0.05
            {"reference":{"version":1,"answers":[{"name":"a","residuals":{"levels":[0.05,0.95],"quantiles":[2,1]}}]}} | reference.answers[0].residuals: expected quantiles in ascending order, got 2.0, 1.0
            {"reference":{"version":1,"explanations":{"groups":[{"name":"all","means":[-1e999]}]}}} | reference.explanations.groups[0].means[0]: expected a number in the supported range, got -1E+999
            {"reference":{"version":1,"explanations":{"groups":[{"name":"all","products":[1e999]}]}}} | reference.explanations.groups[0].products[0]: expected a number in the supported range, got 1E+999
            {"reference":{"version":1,"explanations":{"groups":[{"name":"all","standardErrors":{"a":1e999}}]}}} | reference.explanations.groups[0].standardErrors.a: expected a number in the supported range, got 1E+999
            {"reference":{"version":1,"explanations":{"groups":[{"name":"all","largestDifference":1e999}]}}} | reference.explanations.groups[0].largestDifference: expected a number in the supported range, got 1E+999
            """)
    void namesTheEntryThatIsWrong(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(ModelException.class).hasMessageEndingWith(message);
    }

    @Test
    void refusesNumbersThatAreNotFinite() {
        double infinite = Double.POSITIVE_INFINITY;
        BackgroundGroup.Builder group = BackgroundGroup.builder("all");

        assertRefused(
                () -> new Histogram(List.of(0.0, infinite), List.of(1L)),
                "expected edges in ascending order, got 0.0, Infinity");
        assertRefused(
                () -> new Residuals(Basis.UNKNOWN, 1, List.of(0.5), List.of(infinite)),
                "expected finite quantiles, got Infinity");
        assertRefused(
                () -> new Residuals(Basis.UNKNOWN, 1, List.of(Double.NaN), List.of(1.0)),
                "expected levels from 0 to 1, got NaN");
        assertRefused(
                () -> Calibration.builder(Basis.UNKNOWN)
                        .edges(List.of(0.0, 1.0))
                        .counts(List.of(1L))
                        .predicted(List.of(Double.NaN))
                        .observed(List.of(1.0))
                        .build(),
                "expected mean probabilities from 0 to 1, got NaN");
        assertRefused(group.means(List.of(infinite))::build, "expected finite means, got Infinity");
        assertRefused(group.means(List.of()).products(List.of(Double.NaN))::build, "expected finite products, got NaN");
        assertRefused(
                group.products(List.of()).standardErrors(Map.of("a", infinite))::build,
                "expected finite standard errors, got Infinity");
        assertRefused(
                group.standardErrors(Map.of()).largestDifference(OptionalDouble.of(infinite))::build,
                "expected a finite largest difference, got Infinity");
    }

    private static void assertRefused(ThrowingCallable made, String message) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void limitsTheLengthOfHistogramsAndCategories() {
        List<Long> counts = Collections.nCopies(1001, 1L);
        List<Double> edges =
                IntStream.rangeClosed(0, 1001).mapToObj(i -> (double) i).toList();
        Map<String, Long> categories =
                IntStream.range(0, 1001).boxed().collect(Collectors.toMap(String::valueOf, i -> 1L));

        assertThat(new Histogram(edges.subList(0, 1001), counts.subList(0, 1000)).total())
                .isEqualTo(1000);
        assertThatThrownBy(() -> new Histogram(edges, counts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at most 1000 bins, got 1001");
        assertThatThrownBy(() -> new FeatureReference(Optional.empty(), categories, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at most 1000 categories, got 1001");
        assertThatThrownBy(() -> new Residuals(Basis.UNKNOWN, 1, Collections.nCopies(1001, 0.5), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at most 1000 levels, got 1001");
    }

    @Test
    void findsTheBinOfANumber() {
        Histogram histogram = new Histogram(List.of(0.0, 0.0, 1.0, 5.0), List.of(2L, 1L, 1L));

        assertThat(histogram.bin(-1)).isEqualTo(0);
        assertThat(histogram.bin(0)).isEqualTo(0);
        assertThat(histogram.bin(0.1)).isEqualTo(1);
        assertThat(histogram.bin(1)).isEqualTo(1);
        assertThat(histogram.bin(4)).isEqualTo(2);
        assertThat(histogram.bin(6)).isEqualTo(2);
    }

    @Test
    void estimatesTheShareOfSmallerValues() {
        Histogram histogram = new Histogram(List.of(0.0, 0.0, 1.0, 5.0), List.of(2L, 1L, 1L));

        assertThat(histogram.quantile(-1)).isZero();
        assertThat(histogram.quantile(0)).isZero();
        assertThat(histogram.quantile(0.5)).isCloseTo(0.625, within(1e-15));
        assertThat(histogram.quantile(3)).isCloseTo(0.875, within(1e-15));
        assertThat(histogram.quantile(9)).isEqualTo(1);
    }

    @Test
    void findsWhatWasObservedForAProbability() {
        Calibration calibration = Calibration.builder(Basis.HELD_OUT)
                .edges(List.of(0.25, 0.5, 0.75, 1.0))
                .counts(List.of(4L, 0L, 2L))
                .predicted(List.of(0.375, 0.0, 0.875))
                .observed(List.of(0.5, 0.0, 1.0))
                .build();

        assertThat(calibration.bin(0.3)).contains(new Calibration.Bin(0.25, 0.5, 4, 0.375, 0.5));
        assertThat(calibration.bin(0.25)).contains(new Calibration.Bin(0.25, 0.5, 4, 0.375, 0.5));
        assertThat(calibration.bin(0.6)).isEmpty();
        assertThat(calibration.bin(1)).contains(new Calibration.Bin(0.75, 1, 2, 0.875, 1));
        assertThat(calibration.bin(1.0000001)).contains(new Calibration.Bin(0.75, 1, 2, 0.875, 1));
    }

    @Test
    void hasNoBinForAProbabilityBelowAllThatWereCounted() {
        Calibration calibration = Calibration.builder(Basis.HELD_OUT)
                .edges(List.of(0.5, 1.0))
                .counts(List.of(4L))
                .predicted(List.of(0.75))
                .observed(List.of(0.5))
                .build();

        assertThat(calibration.bin(0.49)).isEmpty();
    }

    @Test
    void findsTheQuantileOfALevel() {
        Residuals residuals = new Residuals(Basis.UNKNOWN, 30, List.of(0.05, 0.95), List.of(-2.0, 3.0));

        assertThat(residuals.at(0.05)).hasValue(-2);
        assertThat(residuals.at(0.95)).hasValue(3);
        assertThat(residuals.at(0.99)).isEmpty();
    }

    private static ModelCard card(Reference reference) {
        return ModelCard.builder()
                .reference(Optional.of(ReferenceSection.of(reference)))
                .build();
    }

    private static ModelCard read(String json) {
        return ModelCard.read(json.getBytes(UTF_8), "x.json");
    }

    private static Reference full() {
        Histogram histogram = new Histogram(List.of(-1.5, 0.25, 3.0), List.of(2L, 1L));
        Map<String, Long> categories = new LinkedHashMap<>();
        categories.put("red", 2L);
        categories.put("green", 1L);
        Map<String, FeatureReference> features = new LinkedHashMap<>();
        features.put("width", new FeatureReference(Optional.of(histogram), Map.of(), 0, 0));
        features.put("colour", new FeatureReference(Optional.empty(), categories, 3, 4));
        AnswerReference label = AnswerReference.of("1")
                .withCount(3)
                .withScores(Optional.of(histogram))
                .withCalibration(Optional.of(Calibration.builder(Basis.CROSS_VALIDATION)
                        .edges(List.of(0.0, 1.0))
                        .counts(List.of(3L))
                        .predicted(List.of(0.5))
                        .observed(List.of(1.0 / 3))
                        .build()));
        AnswerReference value = AnswerReference.of("price")
                .withResiduals(Optional.of(new Residuals(Basis.HELD_OUT, 30, List.of(0.05, 0.95), List.of(-2.0, 3.0))));
        BackgroundGroup all = BackgroundGroup.builder(BackgroundGroup.ALL)
                .rows(3)
                .counted(3)
                .means(List.of(0.5, 0.25))
                .products(List.of(0.125))
                .standardErrors(Map.of("1", 0.0))
                .largestDifference(OptionalDouble.of(0.01))
                .build();
        BackgroundGroup named = BackgroundGroup.builder("red ones")
                .condition(Optional.of("colour=red"))
                .rows(2)
                .counted(1)
                .background(List.of(new WeightedRow(Map.of("colour", "red"), 2)))
                .build();
        return Reference.builder()
                .rows(3)
                .name(Optional.of("d.csv"))
                .sha256(Optional.of("ab"))
                .written(Optional.of("2026-11-22"))
                .features(features)
                .answers(List.of(label, value))
                .explanations(Optional.of(new ExplanationData(
                        Optional.of("cd"), Optional.of("ef"), OptionalLong.of(5), List.of(all, named))))
                .build();
    }
}
