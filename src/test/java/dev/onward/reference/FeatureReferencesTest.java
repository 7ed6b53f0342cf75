package dev.onward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.model.card.FeatureReference;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeatureReferencesTest {

    @Test
    void hidesCountsOfFewConfidentialRows() {
        List<String> texts = new ArrayList<>();
        add(texts, "often", 9);
        add(texts, "rare", 2);
        add(texts, "rarer", 1);
        add(texts, "", 4);

        FeatureReference plain = reference(texts, false);
        FeatureReference confidential = reference(texts, true);

        assertThat(plain)
                .isEqualTo(new FeatureReference(Optional.empty(), Map.of("often", 9L, "rare", 2L, "rarer", 1L), 0, 4));
        assertThat(confidential).isEqualTo(new FeatureReference(Optional.empty(), Map.of("often", 9L), 0, 0));
    }

    @Test
    void countsRareConfidentialCategoriesTogether() {
        List<String> texts = new ArrayList<>();
        add(texts, "often", 9);
        add(texts, "rare", 3);
        add(texts, "rarer", 2);
        add(texts, "", 5);

        assertThat(reference(texts, true)).isEqualTo(new FeatureReference(Optional.empty(), Map.of("often", 9L), 5, 5));
    }

    @Test
    void hidesAFewMissingNumbersOfConfidentialData() {
        double[] numbers = new double[20];
        BitSet missing = new BitSet();
        missing.set(0, 4);
        Table table = new Table(
                new Schema(List.of(Feature.of("x", DataType.NUMBER))),
                List.of(new Column.Doubles(numbers, missing)),
                numbers.length);

        assertThat(missing(table, false)).isEqualTo(4);
        assertThat(missing(table, true)).isZero();
    }

    private static long missing(Table table, boolean isConfidential) {
        return FeatureReferences.of(table, isConfidential).values().stream()
                .mapToLong(FeatureReference::missing)
                .sum();
    }

    private static void add(List<String> texts, String text, int count) {
        for (int i = 0; i < count; i++) {
            texts.add(text);
        }
    }

    private static FeatureReference reference(List<String> texts, boolean isConfidential) {
        BitSet missing = new BitSet();
        for (int i = 0; i < texts.size(); i++) {
            missing.set(i, texts.get(i).isEmpty());
        }
        Table table = new Table(
                new Schema(List.of(Feature.of("t", DataType.STRING))),
                List.of(new Column.Strings(texts, missing)),
                texts.size());
        return FeatureReferences.of(table, isConfidential).values().iterator().next();
    }
}
