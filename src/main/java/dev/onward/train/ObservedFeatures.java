package dev.onward.train;

import dev.onward.model.card.FeatureCard;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Observed;
import dev.onward.table.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Features as the card describes them, with what the data held of those that are numbers. */
final class ObservedFeatures {

    private final LabelledRows data;

    private ObservedFeatures(LabelledRows data) {
        this.data = data;
    }

    static List<Feature> of(Draft draft, Schema schema, LabelledRows data) {
        ObservedFeatures observed = new ObservedFeatures(data);
        return IntStream.range(0, schema.size())
                .mapToObj(i -> observed.feature(described(draft, schema.feature(i)), i))
                .toList();
    }

    private static Feature described(Draft draft, Feature read) {
        Optional<FeatureCard> card = draft.feature(read.name());
        return card.map(of -> of.complete(read)).orElse(read);
    }

    private Feature feature(Feature feature, int position) {
        if (feature.type() == DataType.STRING || feature.type() == DataType.BOOLEAN) {
            return feature;
        }
        Statistics seen = Statistics.of(data.size(), row -> data.row(row)[position]);
        double mean = Digits.six(seen.mean());
        // Rounding must not carry the mean of a narrow column beyond its extremes, which stay exact.
        double inside = Math.max(seen.minimum(), Math.min(seen.maximum(), mean));
        Observed observed = new Observed(seen.minimum(), seen.maximum(), inside, Digits.six(seen.standardDeviation()));
        return feature.withObserved(observed, feature.step().orElse(step(seen, position)));
    }

    /** A spinner's step: about a twentieth of the deviation, and whole where all values are. */
    private double step(Statistics seen, int position) {
        boolean whole = IntStream.range(0, data.size()).allMatch(row -> data.row(row)[position] % 1 == 0);
        double step = seen.isConstant() ? 1 : Digits.tenthPowerOfTen(seen.standardDeviation());
        return whole ? Math.max(1, step) : step;
    }
}
