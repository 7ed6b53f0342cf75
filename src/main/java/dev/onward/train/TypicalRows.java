package dev.onward.train;

import dev.onward.model.card.ModelCard.Example;
import dev.onward.table.Feature;
import java.util.ArrayList;
import java.util.List;

/** Examples to show: for each class the row of the data that is nearest to the middle of its class. */
final class TypicalRows {

    private static final int MOST_EXAMPLES = 10;

    private TypicalRows() {}

    /** @param titles of the examples, by class */
    static List<Example> examples(LabelledRows data, Scaling scaling, List<Feature> features, List<String> titles) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_EXAMPLES, titles.size()); i++) {
            int classPosition = i;
            double[] middle = middle(data.where(row -> data.classOf(row) == classPosition), scaling);
            data.lowest(i, row -> squaredDistance(middle, scaling.apply(row)))
                    .map(typical -> new Example(titles.get(classPosition), Coding.named(features, typical)))
                    .ifPresent(examples::add);
        }
        return examples;
    }

    private static double[] middle(LabelledRows rows, Scaling scaling) {
        double[] middle = new double[rows.layout().columns()];
        for (int row = 0; row < rows.size(); row++) {
            double[] scaled = scaling.apply(rows.row(row));
            for (int i = 0; i < middle.length; i++) {
                middle[i] += scaled[i] / rows.size();
            }
        }
        return middle;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }
}
