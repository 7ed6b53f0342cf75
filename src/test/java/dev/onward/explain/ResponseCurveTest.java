package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onward.explain.FeatureRange.Categories;
import dev.onward.explain.FeatureRange.Numbers;
import dev.onward.explain.ResponseCurve.Point;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Histogram;
import dev.onward.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResponseCurveTest {

    private static final Fixture FIXTURE = Fixture.explained("pipeline-ordinal-boosting");

    @Test
    void followsTheModelOverTheRangeOfANumber() {
        try (Model model = FIXTURE.open()) {
            Table row = row(model, 0.5);

            ResponseCurve curve = curves(model, row, numbers(), 5).get(0);

            assertThat(curve.feature()).isEqualTo("bmi");
            assertThat(curve.answer()).isEqualTo("1");
            assertThat(curve.space()).isEqualTo("probability");
            assertThat(curve.points()).extracting(Point::value).containsExactly(-2.0, -1.0, 0.0, 0.5, 1.0, 2.0);
            assertThat(curve.points())
                    .extracting(Point::isOwn)
                    .containsExactly(false, false, false, true, false, false);
            for (Point point : curve.points()) {
                assertThat(point.output())
                        .isCloseTo(probability(model, row(model, (Double) point.value())), within(1e-12));
            }
        }
    }

    @Test
    void roundsTheNumbersBetweenTheEndsOfTheRange() {
        try (Model model = FIXTURE.open()) {
            Numbers thirds = new Numbers("bmi", new Histogram(List.of(-1.23456789, 2.0), List.of(10L)), false);

            ResponseCurve curve = curves(model, row(model, 2), thirds, 4).get(0);

            assertThat(curve.points()).extracting(Point::value).containsExactly(-1.23456789, -0.156, 0.922, 2.0);
        }
    }

    @Test
    void addsTheRowsOwnValueOutsideTheRange() {
        try (Model model = FIXTURE.open()) {
            ResponseCurve curve = curves(model, row(model, 7), numbers(), 2).get(0);

            assertThat(curve.points()).extracting(Point::value).containsExactly(-2.0, 2.0, 7.0);
        }
    }

    @Test
    void hasAPointForEachCategory() {
        try (Model model = FIXTURE.open()) {
            ResponseCurve curve =
                    curves(model, row(model, 0.5), categories(), 5).get(0);

            assertThat(curve.points()).extracting(Point::value).containsExactly("north", "south", "east");
            assertThat(curve.points()).extracting(Point::isOwn).containsExactly(true, false, false);
        }
    }

    @Test
    void refusesAnUnknownAnswerAndASinglePoint() {
        try (Model model = FIXTURE.open()) {
            Table row = row(model, 0.5);

            assertThatThrownBy(() -> ResponseCurve.around(
                            model, row, model.predict(row), 0, List.of(numbers()), Optional.of("2"), 5, () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected one of [0, 1] to explain, got 2");
            assertThatThrownBy(() -> curves(model, row, numbers(), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected at least 2 points, got 1");
        }
    }

    private static Numbers numbers() {
        return new Numbers("bmi", new Histogram(List.of(-2.0, 0.0, 2.0), List.of(10L, 10L)), false);
    }

    private static Categories categories() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("south", 5L);
        counts.put("north", 3L);
        counts.put("east", 1L);
        return new Categories("region", counts, 0, false);
    }

    private static List<ResponseCurve> curves(Model model, Table row, FeatureRange range, int points) {
        return ResponseCurve.around(
                model, row, model.predict(row), 0, List.of(range), Optional.of("1"), points, () -> {});
    }

    private static Table row(Model model, double bmi) {
        return Fixture.table(
                model,
                "[{\"age\":0.5,\"sex\":1,\"bmi\":" + bmi + ",\"bp\":0,\"region\":\"north\",\"plan\":\"basic\"}]");
    }

    private static double probability(Model model, Table row) {
        Prediction.Classes classes = (Prediction.Classes) model.predict(row);
        return classes.scores().orElseThrow().get(0, 1);
    }
}
