package dev.onward.train;

import dev.onward.model.card.ModelCard.Example;
import dev.onward.table.Feature;
import dev.onward.train.data.FeatureEncoding;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.estimator.LinearModel;
import java.util.ArrayList;
import java.util.List;

/** Selects examples: for each class the row that is nearest to the mean of the class. */
final class TypicalRows {

    private static final int MAX_EXAMPLES = 10;

    private TypicalRows() {}

    /** @param titles of the examples, one for each class */
    static List<Example> examples(LabelledRows data, LinearModel model, List<Feature> features, List<String> titles) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < Math.min(MAX_EXAMPLES, titles.size()); i++) {
            int classPosition = i;
            double[] mean = mean(data.where(row -> data.classOf(row) == classPosition), model);
            data.lowest(i, row -> squaredDistance(mean, model.designRow(row)))
                    .map(typical -> new Example(titles.get(classPosition), FeatureEncoding.named(features, typical)))
                    .ifPresent(examples::add);
        }
        return examples;
    }

    private static double[] mean(LabelledRows rows, LinearModel model) {
        double[] mean = new double[rows.design().count()];
        for (int row = 0; row < rows.size(); row++) {
            double[] scaled = model.designRow(rows.row(row));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += scaled[i] / rows.size();
            }
        }
        return mean;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }
}
