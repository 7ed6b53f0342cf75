package dev.onward.train;

import dev.onward.model.Label;
import dev.onward.model.ModelCard.Example;
import java.util.ArrayList;
import java.util.List;

/** Examples to show: for each class the row of the data that is nearest to the middle of its class. */
final class TypicalRows {

    private TypicalRows() {}

    static List<Example> examples(LabelledRows data, Scaling scaling, List<String> features, List<Label> labels) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            int classPosition = i;
            double[] middle = middle(data.where(row -> data.classOf(row) == classPosition), scaling);
            double[] typical = data.lowest(i, row -> squaredDistance(middle, scaling.apply(row)));
            examples.add(new Example(labels.get(i).title(), GoldenWriter.named(features, typical)));
        }
        return examples;
    }

    private static double[] middle(LabelledRows rows, Scaling scaling) {
        double[] middle = new double[rows.features()];
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
