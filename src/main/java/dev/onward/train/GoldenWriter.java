package dev.onward.train;

import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.GoldenRow;
import dev.onward.table.Feature;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses golden rows: the examples, the most notable rows of the data, and rows that are made up. Their answers come
 * from the training's own arithmetic, in which no ONNX runtime has a part, so that replaying them compares two
 * independent implementations.
 */
final class GoldenWriter {

    private static final String SOURCE = "the training's own arithmetic in double precision, without a runtime";

    /** Of how many classes rows are replayed: each row has a probability of every class, which adds up. */
    private static final int MOST_CLASSES = 10;

    private final LinearModel model;
    private final Kind kind;
    private final List<Feature> features;

    GoldenWriter(LinearModel model, Kind kind, List<Feature> features) {
        this.model = model;
        this.kind = kind;
        this.features = features;
    }

    Golden write(List<double[]> rows) {
        List<GoldenRow> golden = rows.stream().map(this::golden).toList();
        double tolerance =
                kind.tolerance(golden.stream().map(GoldenRow::expected).toList());
        return new Golden(SOURCE, tolerance, golden);
    }

    /** The rows of the data that are most worth replaying. */
    List<double[]> notable(LabelledRows data) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_CLASSES, data.classes()); i++) {
            int position = i;
            for (Kind.Notable notable : kind.notables()) {
                data.lowest(i, row -> notable.measure(model.outputs(row), position))
                        .ifPresent(rows::add);
            }
        }
        return rows;
    }

    private GoldenRow golden(double[] row) {
        return new GoldenRow(Coding.named(features, row), kind.expected(model.outputs(row)));
    }
}
