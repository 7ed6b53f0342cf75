package dev.onward.explain.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.explain.graph.GraphValue.Constant;
import dev.onward.explain.graph.GraphValue.Rows;
import dev.onward.model.ModelGraph;
import dev.onward.model.recognition.ElementType;
import dev.onward.model.recognition.GraphInput;
import dev.onward.onnx.Graph;
import dev.onward.table.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Reads the columns of an output as functions of the features. Follows the output back to the inputs and interprets
 * each operator in between; an operator that it does not know, or that mixes features before a linear model or trees,
 * ends the reading with a reason.
 */
final class GraphReader {

    private static final int MAX_NODES = 100_000;

    private final Graph graph;
    private final Map<String, GraphValue> values = new HashMap<>();
    private final ReadingLimit limit = new ReadingLimit();

    GraphReader(ModelGraph model) {
        this.graph = model.graph();
        int column = 0;
        for (GraphInput input : model.inputs()) {
            List<Quantity> columns = new ArrayList<>();
            for (int i = 0; i < input.columns(); i++) {
                columns.add(column(input.type(), model.position(column++)));
            }
            boolean isList = input.shape(1).length == 1;
            values.put(input.name(), isList ? new Rows(List.of(), columns) : Rows.matrix(columns));
        }
    }

    private static Quantity column(ElementType type, int feature) {
        return switch (type) {
            case FLOAT -> NumberColumn.of(feature, NumberType.FLOAT, Steps.ONE, row -> (float) row.number(feature));
            case DOUBLE -> NumberColumn.of(feature, NumberType.DOUBLE, Steps.ONE, row -> row.number(feature));
            case INT8, UINT8, INT16, INT32, INT64 ->
                NumberColumn.of(feature, NumberType.INTEGER, Steps.ONE, row -> row.integer(feature));
            case BOOL -> NumberColumn.of(feature, NumberType.BOOLEAN, Steps.ONE, row -> row.integer(feature));
            case STRING -> new TextColumn(feature, Steps.ONE, row -> row.text(feature));
            case FLOAT16, BFLOAT16 ->
                throw new UnreadableGraphException("an input has 16-bit numbers, which are not supported");
        };
    }

    /**
     * The columns of an output.
     *
     * @throws UnreadableGraphException with the reason why they cannot be read
     */
    List<Quantity> read(String output) {
        Deque<String> open = new ArrayDeque<>(List.of(output));
        Set<String> visited = new HashSet<>();
        while (!open.isEmpty()) {
            String tensor = open.peek();
            if (values.containsKey(tensor) || tensor.isEmpty()) {
                open.pop();
            } else if (visited.add(tensor)) {
                if (visited.size() > MAX_NODES) {
                    throw new UnreadableGraphException("the graph has more than " + MAX_NODES + " operators");
                }
                inputs(tensor).forEach(open::push);
            } else {
                open.pop();
                values.put(tensor, evaluate(tensor));
            }
        }
        return rows(output).columns();
    }

    private List<String> inputs(String tensor) {
        return graph.constant(tensor).isPresent()
                ? List.of()
                : graph.producer(tensor)
                        .map(NodeProto::getInputList)
                        .<List<String>>map(List::copyOf)
                        .orElse(List.of());
    }

    private GraphValue evaluate(String tensor) {
        if (graph.constant(tensor).isPresent()) {
            TensorProto constant = graph.constant(tensor).get();
            limit.addConstant(constant.getDimsList().stream().reduce(1L, Math::multiplyExact));
            return Tensors.constant(constant);
        }
        NodeProto node = graph.producer(tensor)
                .orElseThrow(() -> new UnreadableGraphException("the graph refers to a tensor that does not exist"));
        try {
            GraphValue value = evaluate(node, tensor);
            if (value instanceof Rows rows) {
                limit.add(rows);
            }
            return value;
        } catch (UnreadableGraphException e) {
            throw new UnreadableGraphException("operator " + Text.quote(node.getOpType()) + ": " + e.getMessage());
        } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException e) {
            throw new UnreadableGraphException(
                    "operator " + Text.quote(node.getOpType()) + ": its attributes are inconsistent");
        }
    }

    private GraphValue evaluate(NodeProto node, String tensor) {
        Attributes attributes = new Attributes(node);
        return switch (node.getOpType()) {
            case "Identity", "Dropout" -> value(node, 0);
            case "Cast" -> encode(node, input -> cast(input, (int) attributes.integer("to", 0)));
            case "Concat" -> Shapes.concat(joined(node), attributes.integer("axis", 1));
            case "Gather" -> Shapes.gather(rows(node, 0), attributes.integer("axis", 0), constant(node, 1));
            case "ArrayFeatureExtractor" ->
                Shapes.select(rows(node, 0), constant(node, 1).numbers(), false);
            case "Reshape" -> Shapes.reshape(rows(node, 0), constant(node, 1).numbers());
            case "Flatten" -> Shapes.flatten(rows(node, 0), attributes.integer("axis", 1));
            case "Squeeze" -> Shapes.squeeze(rows(node, 0), axes(node));
            case "Unsqueeze" -> Shapes.unsqueeze(rows(node, 0), axes(node));
            case "ReduceSum" -> sum(node, attributes);
            case "Scaler" -> Encoders.scaler(node, rows(node, 0));
            case "Imputer" -> Encoders.imputer(node, rows(node, 0));
            case "OneHotEncoder" -> Encoders.oneHot(node, rows(node, 0), limit);
            case "LabelEncoder" -> encode(node, input -> Encoders.labelEncoder(node, input));
            case "Binarizer" -> Encoders.binarizer(node, rows(node, 0));
            case "FeatureVectorizer" -> Encoders.featureVectorizer(joined(node));
            case "Normalizer" -> Encoders.normalizer(node, rows(node, 0));
            case "TreeEnsembleClassifier" -> TreeOperators.classifier(scores(node, tensor), rows(node, 0));
            case "TreeEnsembleRegressor" -> TreeOperators.regressor(limited(node), rows(node, 0));
            case "TreeEnsemble" -> TreeOperators.ensemble(limited(node), rows(node, 0));
            case "LinearClassifier" -> LinearOperators.classifier(scores(node, tensor), rows(node, 0), limit);
            case "LinearRegressor" -> LinearOperators.regressor(node, rows(node, 0), limit);
            case "MatMul" -> LinearOperators.matMul(rows(node, 0), constant(node, 1), limit);
            case "Gemm" ->
                LinearOperators.gemm(
                        node,
                        rows(node, 0),
                        constant(node, 1),
                        hasInput(node, 2) ? List.of(constant(node, 2)) : List.of(),
                        limit);
            case "Sigmoid" -> Elementwise.map(rows(node, 0), column -> new Link.Sigmoid(LinearCombination.of(column)));
            case "Softmax" -> softmax(rows(node, 0), attributes.integer("axis", -1));
            default -> elementwise(node);
        };
    }

    /** Applies an operator that encodes each column on its own, to rows or to a constant. */
    private GraphValue encode(NodeProto node, UnaryOperator<Rows> operator) {
        return value(node, 0) instanceof Constant constant ? constant.map(operator) : operator.apply(rows(node, 0));
    }

    /** A classifier, checked that its second output is read: the first has the labels. */
    private static NodeProto scores(NodeProto node, String tensor) {
        if (node.getOutputCount() < 2 || !node.getOutput(1).equals(tensor)) {
            throw new UnreadableGraphException("it returns labels");
        }
        return node;
    }

    /** A tree operator, checked for its number of targets, which does not depend on the size of its lists. */
    private NodeProto limited(NodeProto node) {
        limit.check(new Attributes(node).integer("n_targets", 1));
        return node;
    }

    private GraphValue elementwise(NodeProto node) {
        return switch (node.getOpType()) {
            case "Add" -> map(value(node, 0), value(node, 1), Arithmetic::add);
            case "Sum" ->
                allRows(node).stream()
                        .reduce((left, right) -> map(left, right, Arithmetic::add))
                        .orElseThrow();
            case "Sub" -> map(value(node, 0), value(node, 1), Arithmetic::subtract);
            case "Mul" -> map(value(node, 0), value(node, 1), Arithmetic::multiply);
            case "Div" -> map(value(node, 0), value(node, 1), Arithmetic::divide);
            case "Pow" -> map(value(node, 0), value(node, 1), (a, b) -> Arithmetic.combine(a, b, Math::pow));
            case "Min" -> map(value(node, 0), value(node, 1), (a, b) -> Arithmetic.combine(a, b, Math::min));
            case "Max" -> map(value(node, 0), value(node, 1), (a, b) -> Arithmetic.combine(a, b, Math::max));
            case "Equal" -> map(value(node, 0), value(node, 1), GraphReader::equal);
            case "Less" -> compare(node, (a, b) -> a < b ? 1 : 0);
            case "LessOrEqual" -> compare(node, (a, b) -> a <= b ? 1 : 0);
            case "Greater" -> compare(node, (a, b) -> a > b ? 1 : 0);
            case "GreaterOrEqual" -> compare(node, (a, b) -> a >= b ? 1 : 0);
            case "And" -> compare(node, (a, b) -> a * b);
            case "Or" -> compare(node, Math::max);
            case "Where" -> where(node);
            case "Clip" -> clip(node);
            default -> unary(node);
        };
    }

    private Rows map(GraphValue left, GraphValue right, BinaryOperator<Quantity> operator) {
        return Elementwise.map(left, right, operator, limit);
    }

    private Rows unary(NodeProto node) {
        return switch (node.getOpType()) {
            case "Neg" -> Elementwise.map(rows(node, 0), GraphReader::negated);
            case "Abs" ->
                Elementwise.map(
                        rows(node, 0), column -> column instanceof Link ? column : Arithmetic.map(column, Math::abs));
            case "Exp" ->
                Elementwise.map(
                        rows(node, 0),
                        column -> column instanceof LinearCombination score
                                ? new Link.Exponential(score)
                                : Arithmetic.map(column, Math::exp));
            case "Sqrt" -> Elementwise.map(rows(node, 0), column -> Arithmetic.map(column, Math::sqrt));
            case "Log" -> Elementwise.map(rows(node, 0), column -> Arithmetic.map(column, Math::log));
            case "Floor" -> Elementwise.map(rows(node, 0), column -> Arithmetic.map(column, Math::floor));
            case "Ceil" -> Elementwise.map(rows(node, 0), column -> Arithmetic.map(column, Math::ceil));
            case "Not" -> Elementwise.map(rows(node, 0), column -> Arithmetic.map(column, value -> 1 - value));
            case "IsNaN" ->
                Elementwise.map(rows(node, 0), column -> Arithmetic.number(column)
                        .map(NumberType.BOOLEAN, value -> Double.isNaN(value) ? 1 : 0));
            default -> throw new UnreadableGraphException("not supported by the exact methods");
        };
    }

    private static Quantity negated(Quantity column) {
        return column instanceof NumberColumn number
                ? Arithmetic.map(number, value -> -value)
                : LinearCombination.of(column).times(-1);
    }

    private static Quantity equal(Quantity left, Quantity right) {
        return left instanceof TextColumn first && right instanceof TextColumn second
                ? Arithmetic.equal(first, second)
                : Arithmetic.combine(left, right, NumberType.BOOLEAN, (a, b) -> a == b ? 1 : 0);
    }

    private Rows compare(NodeProto node, DoubleBinaryOperator comparison) {
        return map(value(node, 0), value(node, 1), (a, b) -> Arithmetic.combine(a, b, NumberType.BOOLEAN, comparison));
    }

    private Rows where(NodeProto node) {
        Rows condition = rows(node, 0);
        // The choice keeps the columns of the second argument in place of those of the first where the condition is 0.
        Rows whenTrue = map(condition, value(node, 1), (test, yes) -> yes);
        Rows whenFalse = map(condition, value(node, 2), (test, no) -> no);
        List<Quantity> columns = new ArrayList<>();
        Rows tests = map(condition, whenTrue, (test, yes) -> test);
        if (!whenTrue.shape().equals(whenFalse.shape())) {
            throw new UnreadableGraphException("it combines tensors of different shapes");
        }
        for (int i = 0; i < tests.columns().size(); i++) {
            columns.add(Arithmetic.where(
                    Arithmetic.number(tests.columns().get(i)),
                    whenTrue.columns().get(i),
                    whenFalse.columns().get(i)));
        }
        return new Rows(whenTrue.shape(), columns);
    }

    /** Limits columns to an interval. A sum is only limited to the range of floats, in which it remains as it is. */
    private Rows clip(NodeProto node) {
        Attributes attributes = new Attributes(node);
        double lowest =
                hasInput(node, 1) ? constant(node, 1).numbers()[0] : attributes.number("min", Double.NEGATIVE_INFINITY);
        double highest =
                hasInput(node, 2) ? constant(node, 2).numbers()[0] : attributes.number("max", Double.POSITIVE_INFINITY);
        return Elementwise.map(rows(node, 0), column -> {
            if (column instanceof LinearCombination && lowest <= -Float.MAX_VALUE && highest >= Float.MAX_VALUE) {
                return column;
            }
            return Arithmetic.map(column, value -> value < lowest ? lowest : value > highest ? highest : value);
        });
    }

    private static Rows cast(Rows input, int type) {
        NumberType target =
                switch (type) {
                    case DataType.FLOAT_VALUE -> NumberType.FLOAT;
                    case DataType.DOUBLE_VALUE -> NumberType.DOUBLE;
                    case DataType.INT64_VALUE, DataType.INT32_VALUE -> NumberType.INTEGER;
                    case DataType.BOOL_VALUE -> NumberType.BOOLEAN;
                    case DataType.STRING_VALUE -> {
                        if (input.columns().stream().allMatch(column -> column instanceof TextColumn)) {
                            yield NumberType.FLOAT;
                        }
                        throw new UnreadableGraphException("it converts numbers to text");
                    }
                    default -> throw new UnreadableGraphException("its type is not supported");
                };
        return Elementwise.map(input, column -> {
            if (column instanceof NumberColumn number) {
                return number.cast(target);
            }
            if (column instanceof TextColumn ? type == DataType.STRING_VALUE : target.isDecimal()) {
                return column;
            }
            throw new UnreadableGraphException("it converts text to numbers, or rounds a sum");
        });
    }

    private static Rows softmax(Rows input, long axis) {
        if (input.shape().size() != 1 || (axis != -1 && axis != 1)) {
            throw new UnreadableGraphException("it does not operate on the columns of a matrix");
        }
        List<LinearCombination> scores =
                input.columns().stream().map(LinearCombination::of).toList();
        return Rows.matrix(PostTransform.softmax(scores));
    }

    private Rows sum(NodeProto node, Attributes attributes) {
        double[] axes = axes(node);
        boolean overColumns = axes.length == 1 && (axes[0] == 1 || axes[0] == -1);
        if (!overColumns) {
            throw new UnreadableGraphException("it sums over more than the columns of a matrix");
        }
        return Shapes.sum(rows(node, 0), attributes.integer("keepdims", 1) != 0, limit);
    }

    /** The axes, which are an attribute in older versions of the operators and an input in newer ones. */
    private double[] axes(NodeProto node) {
        return hasInput(node, 1)
                ? constant(node, 1).numbers()
                : new Attributes(node)
                        .longs("axes").stream().mapToDouble(Long::doubleValue).toArray();
    }

    private static boolean hasInput(NodeProto node, int position) {
        return node.getInputCount() > position && !node.getInput(position).isEmpty();
    }

    private GraphValue value(NodeProto node, int position) {
        return Optional.ofNullable(values.get(node.getInput(position)))
                .orElseThrow(() -> new UnreadableGraphException("it has no input " + position));
    }

    private Rows rows(String tensor) {
        if (values.get(tensor) instanceof Rows rows) {
            return rows;
        }
        throw new UnreadableGraphException("expected a row for each input row, got a constant");
    }

    private Rows rows(NodeProto node, int position) {
        return rows(node.getInput(position));
    }

    private List<Rows> allRows(NodeProto node) {
        return node.getInputList().stream().map(this::rows).toList();
    }

    /** The inputs of an operator that joins them. The same input may occur any number of times. */
    private List<Rows> joined(NodeProto node) {
        List<Rows> inputs = allRows(node);
        limit.check(inputs.stream().mapToLong(input -> input.columns().size()).sum());
        return inputs;
    }

    private Constant constant(NodeProto node, int position) {
        if (value(node, position) instanceof Constant constant) {
            return constant;
        }
        throw new UnreadableGraphException("expected a constant, got a tensor that depends on the features");
    }
}
