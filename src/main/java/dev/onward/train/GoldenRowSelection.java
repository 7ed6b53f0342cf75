package dev.onward.train;

import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.GoldenRow;
import dev.onward.table.Feature;
import dev.onward.train.data.FeatureEncoding;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.estimator.Estimator;
import dev.onward.train.estimator.LinearModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Selects golden rows and computes their predictions by the arithmetic of the training, without ONNX Runtime, so that
 * replaying them compares two independent implementations.
 */
final class GoldenRowSelection {

    private static final String SOURCE = "computed during training in double precision, independently of ONNX Runtime";

    /** Limits the size of the card: each golden row has a probability for every class. */
    private static final int MAX_CLASSES = 10;

    private final LinearModel model;
    private final Estimator estimator;
    private final List<Feature> features;

    GoldenRowSelection(LinearModel model, Estimator estimator, List<Feature> features) {
        this.model = model;
        this.estimator = estimator;
        this.features = features;
    }

    /** Golden rows with the predictions for these rows. */
    Golden golden(List<double[]> rows) {
        List<GoldenRow> golden = rows.stream().map(this::golden).toList();
        double tolerance =
                estimator.tolerance(golden.stream().map(GoldenRow::expected).toList());
        return new Golden(Optional.of(SOURCE), tolerance, golden);
    }

    /** The rows of the data with the lowest measure in each class. */
    List<double[]> select(LabelledRows data) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(MAX_CLASSES, data.classes()); i++) {
            int position = i;
            for (Estimator.RowMeasure measure : estimator.goldenMeasures()) {
                data.lowest(i, row -> measure.measure(model.outputs(row), position))
                        .ifPresent(rows::add);
            }
        }
        return rows;
    }

    private GoldenRow golden(double[] row) {
        return new GoldenRow(FeatureEncoding.named(features, row), estimator.expected(model.outputs(row)));
    }
}
