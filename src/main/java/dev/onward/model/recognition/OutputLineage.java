package dev.onward.model.recognition;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.onnx.Graph;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Follows an output back through the graph to the operator that determines its meaning. */
final class OutputLineage {

    /** Operators that, as exporters use them, change the shape or type of numbers but not their meaning. */
    private static final Set<String> PASSING =
            Set.of("Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "CastMap", "Dropout");

    private static final Set<String> CLASSIFIERS =
            Set.of("LinearClassifier", "SVMClassifier", "TreeEnsembleClassifier");

    /** The post-transforms of classifiers that produce probabilities. */
    private static final Set<String> PROBABLE = Set.of("SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO");

    /** Operators that do not turn raw scores into probabilities. */
    private static final Set<String> ARITHMETIC = Set.of(
            "Add", "Sub", "Mul", "Div", "Neg", "Abs", "Sum", "Less", "Concat", "ArrayFeatureExtractor", "Gather");

    private static final int MAX_DEPTH = 100;

    private final Graph graph;

    OutputLineage(Graph graph) {
        this.graph = graph;
    }

    /**
     * The classes of a label output.
     *
     * @param names in the order of the scores; empty if the classes are numbered
     * @param first the number of the first class
     * @param operator that names or numbers them
     */
    record Classes(Optional<List<String>> names, int first, String operator) {

        /** The classes whose numbers are higher by one; empty if they have names. */
        private Optional<Classes> next() {
            return names.isPresent() ? Optional.empty() : Optional.of(new Classes(names, first + 1, operator));
        }
    }

    /** The classes that an output names; empty if no operator shows that it names classes. */
    Optional<Classes> classes(String output) {
        return classes(output, 0);
    }

    private Optional<Classes> classes(String tensor, int depth) {
        if (depth > MAX_DEPTH || graph.producer(tensor).isEmpty()) {
            return Optional.empty();
        }
        NodeProto node = graph.producer(tensor).get();
        String operator = node.getOpType();
        if (PASSING.contains(operator)) {
            return classes(node.getInput(0), depth + 1);
        }
        if (operator.equals("Add")) {
            // ML.NET numbers its classes from 1.
            return other(node, operator, 1)
                    .flatMap(numbers -> classes(numbers, depth + 1))
                    .flatMap(Classes::next);
        }
        Optional<List<String>> names =
                switch (operator) {
                    case "LinearClassifier", "SVMClassifier", "TreeEnsembleClassifier" ->
                        node.getOutput(0).equals(tensor)
                                ? Graph.list(node, "classlabels_strings", "classlabels_ints", "classlabels_int64s")
                                : Optional.empty();
                    case "LabelEncoder" -> encoded(node, classes(node.getInput(0), depth + 1));
                    case "ArrayFeatureExtractor", "Gather" -> graph.texts(node.getInput(0));
                    default -> Optional.empty();
                };
        boolean numbered = operator.equals("ArgMax") || operator.equals("ArgMin");
        return names.isPresent() || numbered ? Optional.of(new Classes(names, 0, operator)) : Optional.empty();
    }

    /** The names to which an encoder maps the classes before it, which may be unknown. */
    private static Optional<List<String>> encoded(NodeProto node, Optional<Classes> before) {
        return encoded(node, before.map(Classes::first).orElse(0))
                .or(() -> before.flatMap(Classes::names).flatMap(names -> encoded(node, names)));
    }

    /** The names to which an encoder maps the first number, the next one and so on. */
    private static Optional<List<String>> encoded(NodeProto node, int first) {
        List<String> keys = Graph.list(node, "keys_int64s", "classes_strings").orElse(List.of());
        List<String> values = Graph.list(node, "values_strings", "values_int64s", "classes_strings")
                .orElse(List.of());
        if (keys.equals(values)) {
            return values.isEmpty() ? Optional.empty() : Optional.of(values);
        }
        if (keys.size() != values.size()) {
            return Optional.empty();
        }
        Map<String, String> encoded = new HashMap<>();
        IntStream.range(0, keys.size()).forEach(i -> encoded.putIfAbsent(keys.get(i), values.get(i)));
        List<String> numbers = IntStream.range(first, first + values.size())
                .mapToObj(Integer::toString)
                .toList();
        return encoded.keySet().containsAll(numbers)
                ? Optional.of(numbers.stream()
                        .map(number -> encoded.getOrDefault(number, ""))
                        .toList())
                : Optional.empty();
    }

    /** The names to which an encoder maps those of a classifier before it. */
    private static Optional<List<String>> encoded(NodeProto node, List<String> names) {
        List<String> keys = Graph.list(node, "keys_int64s", "keys_strings").orElse(List.of());
        List<String> values =
                Graph.list(node, "values_strings", "values_int64s").orElse(List.of());
        return keys.size() == values.size() && keys.containsAll(names)
                ? Optional.of(names.stream()
                        .map(name -> values.get(keys.indexOf(name)))
                        .toList())
                : Optional.empty();
    }

    /** The operator that makes an output probabilities; empty if it may not contain probabilities. */
    Optional<String> probabilities(String output) {
        return probabilities(output, 0);
    }

    private Optional<String> probabilities(String tensor, int depth) {
        if (depth > MAX_DEPTH || graph.producer(tensor).isEmpty()) {
            return Optional.empty();
        }
        NodeProto node = graph.producer(tensor).get();
        String operator = node.getOpType();
        if (isShareOfExponentials(node)) {
            return Optional.of("Softmax");
        } else if (isPassing(node) || isNormalizer(node) || isTimesOne(node) || isMaximumOfOne(node)) {
            return probabilities(node.getInput(0), depth + 1);
        } else if (operator.equals("Sigmoid") || (operator.equals("Softmax") && isOverColumns(node))) {
            return Optional.of(operator);
        } else if (CLASSIFIERS.contains(operator) && makesProbabilities(node)) {
            return Optional.of(operator);
        } else if (operator.equals("TreeEnsembleClassifier")) {
            return LeafShares.areClassShares(node)
                    ? Optional.of("the shares of the classes in the leaves of " + operator)
                    : Optional.empty();
        } else if (operator.equals("Concat") && node.getInputCount() == 2) {
            return complement(node.getInput(0))
                    .filter(node.getInput(1)::equals)
                    .flatMap(whole -> probabilities(whole, depth + 1));
        }
        return Optional.empty();
    }

    /** A cast to whole numbers would round all probabilities below 1 to 0. */
    private static boolean isPassing(NodeProto node) {
        return PASSING.contains(node.getOpType())
                && (!node.getOpType().equals("Cast")
                        || InputPropagation.FLOATING.contains((int) Graph.number(node, "to", 0)));
    }

    /** The columns are the last dimension, which in a matrix is also the second, the default of older operator sets. */
    private static boolean isOverColumns(NodeProto softmax) {
        long axis = Graph.number(softmax, "axis", -1);
        return axis == -1 || axis == 1;
    }

    /** The tensor that is subtracted from 1 to compute this one. */
    private Optional<String> complement(String tensor) {
        return graph.producer(tensor)
                .filter(node -> node.getOpType().equals("Sub"))
                .filter(node -> isNumber(node.getInput(0), 1))
                .map(node -> node.getInput(1));
    }

    /** Checks whether the operator divides by the sum, which keeps probabilities unchanged. */
    private boolean isNormalizer(NodeProto node) {
        return switch (node.getOpType()) {
            case "Normalizer" -> Graph.text(node, "norm", "MAX").equals("L1");
            case "Div" ->
                graph.producer(node.getInput(1))
                        .filter(sum -> sum.getOpType().equals("ReduceSum"))
                        .map(sum -> withoutAbs(sum.getInput(0)))
                        .filter(node.getInput(0)::equals)
                        .isPresent();
            default -> false;
        };
    }

    /** Checks whether the operator is the last of a softmax over columns, as ML.NET writes it out. */
    private boolean isShareOfExponentials(NodeProto node) {
        return node.getOpType().equals("Div")
                && graph.producer(node.getInput(0))
                        .filter(made -> made.getOpType().equals("Exp"))
                        .isPresent()
                && graph.producer(node.getInput(1))
                        .filter(sum -> sum.getOpType().equals("ReduceSum"))
                        .filter(sum -> sum.getInput(0).equals(node.getInput(0)))
                        .flatMap(sum -> single(sum, 1, "axes"))
                        .filter(axis -> axis == 1 || axis == -1)
                        .isPresent();
    }

    private static boolean isMaximumOfOne(NodeProto node) {
        return node.getOpType().equals("Max") && node.getInputCount() == 1;
    }

    private String withoutAbs(String tensor) {
        return graph.producer(tensor)
                .filter(node -> node.getOpType().equals("Abs"))
                .map(node -> node.getInput(0))
                .orElse(tensor);
    }

    private boolean isTimesOne(NodeProto node) {
        return node.getOpType().equals("Mul") && isNumber(node.getInput(1), 1);
    }

    private static boolean makesProbabilities(NodeProto classifier) {
        boolean calibrated = Graph.attribute(classifier, "prob_a")
                .filter(attribute -> attribute.getFloatsCount() > 0)
                .isPresent();
        return calibrated || PROBABLE.contains(Graph.text(classifier, "post_transform", "NONE"));
    }

    /**
     * Checks whether an output is computed by arithmetic from the raw scores of a linear model or a support vector
     * machine. A ZipMap does not turn these into probabilities.
     */
    boolean isRawScores(String output) {
        Deque<String> tensors = new ArrayDeque<>(List.of(output));
        Set<String> seen = new HashSet<>();
        while (!tensors.isEmpty()) {
            String tensor = tensors.pop();
            Optional<NodeProto> node = seen.add(tensor) ? graph.producer(tensor) : Optional.empty();
            if (node.isPresent() && isRaw(node.get())) {
                return true;
            }
            node.filter(made -> PASSING.contains(made.getOpType()) || ARITHMETIC.contains(made.getOpType()))
                    .ifPresent(made -> made.getInputList().forEach(tensors::push));
        }
        return false;
    }

    private static boolean isRaw(NodeProto node) {
        return switch (node.getOpType()) {
            case "LinearClassifier", "SVMClassifier" -> !makesProbabilities(node);
            case "MatMul", "Gemm", "LinearRegressor", "SVMRegressor" -> true;
            default -> false;
        };
    }

    /** Checks whether the tensor is a constant with this single number. */
    private boolean isNumber(String tensor, double number) {
        return graph.single(tensor).equals(Optional.of(number));
    }

    /** Checks whether a label is 1 where the score is positive and -1 where it is negative. */
    boolean isSign(String label, String score) {
        String compared = passed(score);
        Optional<NodeProto> node = graph.producer(passed(label));
        if (node.filter(sign -> sign.getOpType().equals("Sign")).isPresent()) {
            return passed(node.get().getInput(0)).equals(compared);
        }
        // As skl2onnx computes it: 1 - 2 * (score < 0).
        return node.flatMap(sum -> other(sum, "Add", 1))
                .flatMap(graph::producer)
                .flatMap(product -> other(product, "Mul", -2))
                .flatMap(negative -> graph.producer(passed(negative)))
                .filter(less -> less.getOpType().equals("Less"))
                .filter(less -> passed(less.getInput(0)).equals(compared) && isNumber(less.getInput(1), 0))
                .isPresent();
    }

    /** The input of a sum or product whose other input is this constant. */
    private Optional<String> other(NodeProto node, String operator, double constant) {
        if (!node.getOpType().equals(operator) || node.getInputCount() != 2) {
            return Optional.empty();
        }
        int position = isNumber(node.getInput(0), constant) ? 0 : 1;
        return isNumber(node.getInput(position), constant)
                ? Optional.of(node.getInput(1 - position))
                : Optional.empty();
    }

    /** The tensor before the operators that only change shapes and types. */
    private String passed(String tensor) {
        String next = tensor;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            Optional<NodeProto> node = graph.producer(next).filter(made -> PASSING.contains(made.getOpType()));
            if (node.isEmpty()) {
                return next;
            }
            next = node.get().getInput(0);
        }
        return next;
    }

    /**
     * The tensor whose columns are the outputs: of the first its first column, and so on.
     *
     * @return empty if the outputs are not all of its columns in this order
     */
    Optional<String> columns(List<String> outputs) {
        Optional<String> tensor = Optional.empty();
        for (int i = 0; i < outputs.size(); i++) {
            int column = i;
            Optional<String> next = graph.producer(passed(outputs.get(i)))
                    .filter(node -> selected(node).equals(Optional.of((long) column)))
                    .map(node -> node.getInput(0));
            if (next.isEmpty() || (i > 0 && !next.equals(tensor))) {
                return Optional.empty();
            }
            tensor = next;
        }
        return tensor;
    }

    /** The single column that an operator selects, from 0. */
    private Optional<Long> selected(NodeProto node) {
        return switch (node.getOpType()) {
            case "ArrayFeatureExtractor" -> single(node, 1, "");
            case "Gather" -> Graph.number(node, "axis", 0) == 1 ? single(node, 1, "") : Optional.empty();
            case "Slice" -> {
                Optional<Long> start = single(node, 1, "starts");
                boolean isColumn = single(node, 3, "axes").equals(Optional.of(1L))
                        && start.map(first -> first + 1).equals(single(node, 2, "ends"));
                yield isColumn ? start : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /** A single integer that is an input of an operator or, in older operator sets, an attribute. */
    private Optional<Long> single(NodeProto node, int input, String attribute) {
        return node.getInputCount() > input
                ? graph.longs(node.getInput(input))
                        .filter(list -> list.length == 1)
                        .map(list -> list[0])
                : Graph.attribute(node, attribute)
                        .filter(list -> list.getIntsCount() == 1)
                        .map(list -> list.getInts(0));
    }

    /** The column of a classifier's scores that an output selects, from 0; empty if it does not select a single one. */
    Optional<Integer> selected(String output) {
        return graph.producer(output)
                .filter(node -> node.getOpType().equals("ArrayFeatureExtractor"))
                .filter(node -> graph.producer(node.getInput(0))
                        .filter(scores -> CLASSIFIERS.contains(scores.getOpType()))
                        .isPresent())
                .flatMap(node -> graph.longs(node.getInput(1)))
                .filter(positions -> positions.length == 1)
                .map(positions -> (int) positions[0]);
    }
}
