package dev.onward.train.estimator;

import static dev.onward.train.estimator.GraphBuilder.attribute;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.train.data.DesignColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a model as an ONNX file with its card. The graph has one input [batch, 1] for each feature, of strings if it
 * is categorical and of floats otherwise, and the outputs {@code label} (strings [batch]) and {@code probabilities}
 * (floats [batch, classes]), or the output {@code value} (floats [batch, 1]). It uses only standard operators. It
 * computes in double precision, because in single precision a column whose mean is far from 0, such as a year, loses
 * its last digits when it is scaled. It fails on an unknown category instead of encoding it as zeros. The bytes of the
 * file do not depend on time, machine or JDK.
 */
public final class OnnxExport {

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    /** The version of the domain ai.onnx.ml in ONNX 1.12, which defines opset 17. */
    private static final int ML_OPSET = 3;

    private final LinearModel model;
    private final DesignColumns design;
    private final List<FeatureCard> features;
    private final GraphBuilder graph;

    private OnnxExport(LinearModel model, List<FeatureCard> features) {
        this.model = model;
        this.features = features;
        design = new DesignColumns(features.stream()
                .mapToInt(feature -> feature.categories().size())
                .toArray());
        graph = new GraphBuilder(features.stream().map(FeatureCard::name).toList());
    }

    /** The bytes of the file. The card has the features of the model, in their order. */
    public static byte[] write(LinearModel model, Estimator estimator, ModelCard card) {
        OnnxExport export = new OnnxExport(model, card.features());
        ModelProto.Builder file = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("onward")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(export.graph(estimator))
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey(ModelCard.KEY)
                        .setValue(card.toJson()));
        if (export.design.categorical().length > 0) {
            file.addOpsetImport(OperatorSetIdProto.newBuilder()
                    .setDomain(GraphBuilder.ML_DOMAIN)
                    .setVersion(ML_OPSET));
        }
        return file.build().toByteArray();
    }

    private GraphProto graph(Estimator estimator) {
        for (FeatureCard feature : features) {
            graph.input(feature.name(), feature.categories().isEmpty() ? DataType.FLOAT : DataType.STRING);
        }
        estimator.write(graph, sums(terms(columns())));
        return graph.build();
    }

    private String columns() {
        List<String> columns = new ArrayList<>();
        if (design.numbers().length > 0) {
            columns.add(scaled());
        }
        if (design.categorical().length > 0) {
            columns.add(encoded());
        }
        return columns.size() == 1 ? columns.get(0) : graph.node("Concat", columns, "columns", attribute("axis", 1));
    }

    private String scaled() {
        Scaling scaling = model.scaling();
        int count = design.numbers().length;
        List<String> inputs = Arrays.stream(design.numbers())
                .mapToObj(i -> features.get(i).name())
                .toList();
        String single = graph.node("Concat", inputs, "features", attribute("axis", 1));
        String exact = graph.node("Cast", List.of(single), "doubles", attribute("to", DataType.DOUBLE_VALUE));
        String means = graph.doubles("means", scaling.means(), count);
        String centred = graph.node("Sub", List.of(exact, means), "centred");
        String deviations = graph.doubles("deviations", scaling.deviations(), count);
        String divided = graph.node("Div", List.of(centred, deviations), "divided");
        String minimum = graph.doubles("minimum", new double[] {-Scaling.LIMIT});
        String maximum = graph.doubles("maximum", new double[] {Scaling.LIMIT});
        return graph.node("Clip", List.of(divided, minimum, maximum), "scaled");
    }

    /** One-hot columns. The encoder returns [batch, 1, categories] and fails on an unknown category. */
    private String encoded() {
        List<String> encoded = new ArrayList<>();
        for (int i : design.categorical()) {
            FeatureCard feature = features.get(i);
            String cube = graph.mlNode(
                    "OneHotEncoder",
                    List.of(feature.name()),
                    "encoded_" + i,
                    attribute("cats_strings", feature.categories()),
                    attribute("zeros", 0));
            encoded.add(graph.node("Flatten", List.of(cube), "categories_" + i, attribute("axis", 1)));
        }
        String single = graph.node("Concat", encoded, "categories", attribute("axis", 1));
        return graph.node("Cast", List.of(single), "category_doubles", attribute("to", DataType.DOUBLE_VALUE));
    }

    private String terms(String columns) {
        PolynomialFeatures polynomial = model.polynomial();
        if (polynomial.left().length == 0) {
            return columns;
        }
        String lefts = graph.longs("left_positions", polynomial.left());
        String left = graph.node("Gather", List.of(columns, lefts), "left", attribute("axis", 1));
        String rights = graph.longs("right_positions", polynomial.right());
        String right = graph.node("Gather", List.of(columns, rights), "right", attribute("axis", 1));
        String products = graph.node("Mul", List.of(left, right), "products");
        return graph.node("Concat", List.of(columns, products), "terms", attribute("axis", 1));
    }

    private String sums(String terms) {
        double[][] weights = model.weights();
        int outputs = weights.length;
        int last = weights[0].length - 1;
        double[] slopes = new double[last * outputs];
        double[] intercepts = new double[outputs];
        for (int output = 0; output < outputs; output++) {
            for (int term = 0; term < last; term++) {
                slopes[term * outputs + output] = weights[output][term];
            }
            intercepts[output] = weights[output][last];
        }
        String matrix = graph.doubles("weights", slopes, last, outputs);
        String intercept = graph.doubles("intercept", intercepts, outputs);
        return graph.node("Gemm", List.of(terms, matrix, intercept), "score");
    }
}
