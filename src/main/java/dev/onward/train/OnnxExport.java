package dev.onward.train;

import static dev.onward.train.GraphBuilder.attribute;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.FeatureCard;
import dev.onward.model.Label;
import dev.onward.model.ModelCard;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a classifier as an ONNX file that carries its card: one float input [batch, 1] for each feature, by its name;
 * the strings {@code label} [batch] and the floats {@code probabilities} [batch, 2] as outputs; standard operators
 * alone between them. The graph reckons in double precision: in single precision a column whose mean is far from 0, such
 * as a year, loses its last digits when it is scaled. Each probability comes from a sigmoid of its own, which keeps
 * small ones exact. Nothing in the file depends on when, where or by which JDK it is made.
 */
final class OnnxExport {

    private static final String LABEL = "label";
    private static final String PROBABILITIES = "probabilities";

    /** Names that no feature can have. */
    static final List<String> OUTPUTS = List.of(LABEL, PROBABILITIES);

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    private final Classifier classifier;
    private final List<String> features;
    private final GraphBuilder graph;

    private OnnxExport(Classifier classifier, List<String> features) {
        this.classifier = classifier;
        this.features = features;
        graph = new GraphBuilder(features);
    }

    static byte[] write(Classifier classifier, ModelCard card) {
        List<String> labels = card.labels().stream().map(Label::name).toList();
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("onward")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(new OnnxExport(
                                classifier,
                                card.features().stream().map(FeatureCard::name).toList())
                        .graph(labels))
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey(ModelCard.KEY)
                        .setValue(card.toJson()))
                .build()
                .toByteArray();
    }

    private GraphProto graph(List<String> labels) {
        String score = score(terms(scaled()));
        String negative = graph.node("Neg", List.of(score), "negative");
        String scores = graph.node("Concat", List.of(negative, score), "scores", attribute("axis", 1));
        String position =
                graph.node("ArgMax", List.of(scores), "position", attribute("axis", 1), attribute("keepdims", 0));
        String names = graph.strings("labels", labels);
        graph.stringOutput("Gather", List.of(names, position), LABEL, attribute("axis", 0));
        String exact = graph.node("Sigmoid", List.of(scores), "sigmoids");
        graph.floatOutput("Cast", List.of(exact), PROBABILITIES, labels.size(), attribute("to", DataType.FLOAT_VALUE));
        return graph.build();
    }

    private String scaled() {
        Scaling scaling = classifier.scaling();
        String single = graph.node("Concat", features, "features", attribute("axis", 1));
        String exact = graph.node("Cast", List.of(single), "doubles", attribute("to", DataType.DOUBLE_VALUE));
        String means = graph.doubles("means", scaling.means(), features.size());
        String centred = graph.node("Sub", List.of(exact, means), "centred");
        String deviations = graph.doubles("deviations", scaling.deviations(), features.size());
        String divided = graph.node("Div", List.of(centred, deviations), "divided");
        String minimum = graph.doubles("minimum", new double[] {-Scaling.LIMIT});
        String maximum = graph.doubles("maximum", new double[] {Scaling.LIMIT});
        return graph.node("Clip", List.of(divided, minimum, maximum), "scaled");
    }

    private String terms(String scaled) {
        Expansion expansion = classifier.expansion();
        if (expansion.left().length == 0) {
            return scaled;
        }
        String lefts = graph.longs("left_positions", expansion.left());
        String left = graph.node("Gather", List.of(scaled, lefts), "left", attribute("axis", 1));
        String rights = graph.longs("right_positions", expansion.right());
        String right = graph.node("Gather", List.of(scaled, rights), "right", attribute("axis", 1));
        String products = graph.node("Mul", List.of(left, right), "products");
        return graph.node("Concat", List.of(scaled, products), "terms", attribute("axis", 1));
    }

    private String score(String terms) {
        double[] weights = classifier.weights();
        int last = weights.length - 1;
        String slopes = graph.doubles("weights", Arrays.copyOf(weights, last), last, 1);
        String intercept = graph.doubles("intercept", new double[] {weights[last]}, 1);
        return graph.node("Gemm", List.of(terms, slopes, intercept), "score");
    }
}
