import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** A logistic regression of Tribuo on made-up animals, and Tribuo's own answers. */
final class MakeTribuo {

    /** Height in metres, weight in kilograms and age in years: Tribuo orders them as age, height, weight. */
    private static final Map<String, double[]> MEANS =
            Map.of("cat", new double[] {0.3, 4, 7}, "dog", new double[] {0.6, 9, 6}, "pony", new double[] {1.2, 15, 9});

    private MakeTribuo() {}

    /** @param args the folder of the fixtures, and Tribuo's version */
    public static void main(String[] args) throws IOException {
        List<Example<Label>> examples = examples(new Random(1));
        LabelFactory factory = new LabelFactory();
        MutableDataset<Label> data =
                new MutableDataset<>(new SimpleDataSourceProvenance("made-up animals", factory), factory);
        examples.forEach(data::add);
        LinearSGDModel model = (LinearSGDModel) new LogisticRegressionTrainer().train(data);

        Path folder = Files.createDirectories(Path.of(args[0]).normalize().resolve("tribuo-logistic"));
        // Without Tribuo's notes on the machine and the time of the training.
        OnnxMl.ModelProto graph = model.exportONNXModel("dev.onward.interop", 1).toBuilder()
                .clearDocString()
                .clearMetadataProps()
                .build();
        Files.write(folder.resolve("model.onnx"), graph.toByteArray());
        Files.writeString(folder.resolve("expected.json"), expected(model, examples.subList(0, 12), args[1]));
        System.out.println("tribuo-logistic");
    }

    private static List<Example<Label>> examples(Random random) {
        String[] features = {"height", "weight", "age"};
        List<Example<Label>> examples = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String animal = List.of("cat", "dog", "pony").get(i % 3);
            double[] values = MEANS.get(animal).clone();
            for (int j = 0; j < values.length; j++) {
                // As the graph of floats sees it.
                values[j] = (float) (Math.round((values[j] + random.nextGaussian() * values[j] / 4) * 100) / 100.0);
            }
            examples.add(new ArrayExample<>(new Label(animal), features, values));
        }
        return examples;
    }

    private static String expected(LinearSGDModel model, List<Example<Label>> examples, String version) {
        StringJoiner rows = new StringJoiner(",\n    ");
        StringJoiner answers = new StringJoiner(",\n    ");
        for (Example<Label> example : examples) {
            StringJoiner row = new StringJoiner(", ", "{", "}");
            for (int i = 0; i < model.getFeatureIDMap().size(); i++) {
                float value = (float) example.lookup(model.getFeatureIDMap().get(i).getName()).getValue();
                row.add("\"f" + i + "\": " + value);
            }
            rows.add(row.toString());
            var prediction = model.predict(example);
            StringJoiner probabilities = new StringJoiner(", ", "{", "}");
            for (int i = 0; i < model.getOutputIDInfo().size(); i++) {
                String label = model.getOutputIDInfo().getOutput(i).getLabel();
                probabilities.add("\"" + i + "\": " + prediction.getOutputScores().get(label).getScore());
            }
            answers.add(String.format(
                    Locale.ROOT,
                    "{\"label\": \"%d\", \"probabilities\": %s}",
                    model.getOutputIDInfo().getID(prediction.getOutput()),
                    probabilities));
        }
        return """
                {
                  "tools": "Tribuo %s",
                  "about": "A logistic regression with three labels. The graph has the probabilities only: the names \
                of features and labels are lost, their order is Tribuo's (%s; %s).",
                  "tolerance": 1e-05,
                  "rows": [
                    %s
                  ],
                  "answers": [
                    %s
                  ]
                }
                """
                .formatted(version, features(model), labels(model), rows, answers);
    }

    private static String features(LinearSGDModel model) {
        StringJoiner names = new StringJoiner(", ");
        for (int i = 0; i < model.getFeatureIDMap().size(); i++) {
            names.add("f" + i + " is " + model.getFeatureIDMap().get(i).getName());
        }
        return names.toString();
    }

    private static String labels(LinearSGDModel model) {
        StringJoiner names = new StringJoiner(", ");
        for (int i = 0; i < model.getOutputIDInfo().size(); i++) {
            names.add(i + " is " + model.getOutputIDInfo().getOutput(i).getLabel());
        }
        return names.toString();
    }
}
