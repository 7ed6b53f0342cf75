package dev.onward.page.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.http.Language;
import dev.onward.http.Messages;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldGroupTest {

    private static final Messages ENGLISH = Messages.in(Language.ENGLISH);

    @Test
    void keepsFewFieldsTogetherInTheirOrder() {
        assertThat(titles(groups(ModelCard.empty(), List.of("b", "a")))).containsExactly("[b, a]");
    }

    @Test
    void followsTheGroupsOfTheCard() {
        ModelCard card = ModelCard.builder()
                .features(List.of(
                        FeatureCard.builder("age").build(),
                        FeatureCard.builder("rent").group(Optional.of("Money")).build(),
                        FeatureCard.builder("rooms").group(Optional.of("House")).build(),
                        FeatureCard.builder("wage").group(Optional.of("Money")).build()))
                .build();

        List<FieldGroup> groups = groups(card, List.of("age", "rent", "rooms", "wage"));

        assertThat(titles(groups)).containsExactly("Money [rent, wage]", "House [rooms]", "Other features [age]");
        assertThat(groups.get(0).entries())
                .extracting(FieldGroup.Entry::position)
                .containsExactly(1, 3);
    }

    @Test
    void dividesManyFieldsIntoAlphabeticalParts() {
        List<String> names =
                IntStream.range(0, 100).mapToObj(i -> "f" + (99 - i)).toList();

        List<FieldGroup> groups = groups(ModelCard.empty(), names);

        assertThat(groups.stream().map(group -> group.title().orElse("")))
                .containsExactly("f0 – f19", "f20 – f39", "f40 – f59", "f60 – f79", "f80 – f99");
        assertThat(groups.get(0).entries().get(2).position()).isEqualTo(97);
        assertThat(groups.stream().flatMap(group -> group.entries().stream()).map(FieldGroup.Entry::position))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void cutsLongTitlesOfAnyCharacters() {
        assertThat(firstTitle("🌍".repeat(12))).isEqualTo("10" + "🌍".repeat(12) + " – 29" + "🌍".repeat(12));
        assertThat(firstTitle("🌍".repeat(23))).isEqualTo("10" + "🌍".repeat(19) + "… – 29" + "🌍".repeat(19) + "…");
    }

    /** Of forty fields whose names end like this. */
    private static String firstTitle(String end) {
        List<String> names = IntStream.range(10, 50).mapToObj(i -> i + end).toList();
        return groups(ModelCard.empty(), names).get(0).title().orElseThrow();
    }

    private static List<FieldGroup> groups(ModelCard card, List<String> names) {
        Schema schema = new Schema(names.stream()
                .map(name -> Feature.builder(name, DataType.NUMBER).build())
                .toList());
        return FieldGroup.of(card, FieldView.of(schema, Map.of(), List.of(), ENGLISH), ENGLISH);
    }

    private static List<String> titles(List<FieldGroup> groups) {
        return groups.stream()
                .map(group -> group.title().map(title -> title + " ").orElse("")
                        + group.entries().stream()
                                .map(entry -> entry.field().feature().name())
                                .toList())
                .toList();
    }
}
