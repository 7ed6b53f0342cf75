package dev.onward.explain.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.explain.graph.GraphValue.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the operators of ai.onnx.ml that encode each column on its own. */
final class Encoders {

    private Encoders() {}

    /** Subtracts an offset and multiplies by a factor, in floats. */
    static Rows scaler(NodeProto node, Rows input) {
        Attributes attributes = new Attributes(node);
        double[] offsets = attributes.numbers("offset");
        double[] factors = attributes.numbers("scale");
        List<Quantity> scaled = new ArrayList<>();
        for (int i = 0; i < input.columns().size(); i++) {
            double offset = element(offsets, i);
            double factor = element(factors, i);
            scaled.add(
                    input.columns().get(i) instanceof NumberColumn column
                            ? scaled(column, offset, factor)
                            : LinearCombination.of(input.columns().get(i))
                                    .plus(LinearCombination.constant(-offset))
                                    .times(factor));
        }
        return new Rows(input.shape(), scaled);
    }

    private static NumberColumn scaled(NumberColumn column, double offset, double factor) {
        NumberType type = column.type() == NumberType.DOUBLE ? NumberType.DOUBLE : NumberType.FLOAT;
        return column.map(NumberType.FLOAT, value -> type.cast(type.cast(type.cast(value) - offset) * factor));
    }

    /** The element for a column of an attribute that has one for each column, or one for all of them. */
    private static double element(double[] values, int column) {
        if (values.length == 0 || (values.length > 1 && column >= values.length)) {
            throw new UnreadableGraphException("its attributes do not fit its input");
        }
        return values[values.length == 1 ? 0 : column];
    }

    /** Replaces missing values, or another value, by a constant. */
    static Rows imputer(NodeProto node, Rows input) {
        Attributes attributes = new Attributes(node);
        double[] decimals = attributes.numbers("imputed_value_floats");
        boolean isDecimal = decimals.length > 0;
        double[] imputed = isDecimal
                ? decimals
                : attributes.longs("imputed_value_int64s").stream()
                        .mapToDouble(Long::doubleValue)
                        .toArray();
        double replaced = isDecimal
                ? attributes.number("replaced_value_float", 0)
                : attributes.integer("replaced_value_int64", 0);
        List<Quantity> columns = new ArrayList<>();
        for (int i = 0; i < input.columns().size(); i++) {
            double replacement = element(imputed, i);
            columns.add(Arithmetic.map(
                    input.columns().get(i),
                    value -> value == replaced || (Double.isNaN(value) && Double.isNaN(replaced))
                            ? replacement
                            : value));
        }
        return new Rows(input.shape(), columns);
    }

    /** A column for each category of each column, in a new last dimension. */
    static Rows oneHot(NodeProto node, Rows input, ReadingLimit limit) {
        Attributes attributes = new Attributes(node);
        List<String> texts = attributes.texts("cats_strings");
        List<Long> integers = attributes.longs("cats_int64s");
        limit.check((long) input.columns().size() * Math.max(texts.size(), integers.size()));
        List<Quantity> columns = new ArrayList<>();
        for (Quantity column : input.columns()) {
            for (String text : texts) {
                if (!(column instanceof TextColumn source)) {
                    throw new UnreadableGraphException("it has text categories but a numeric input");
                }
                columns.add(NumberColumn.of(
                        source.feature(),
                        NumberType.FLOAT,
                        Steps.after(source.steps()),
                        row -> source.code().apply(row).equals(text) ? 1 : 0));
            }
            for (long integer : texts.isEmpty() ? integers : List.<Long>of()) {
                columns.add(Arithmetic.number(column).map(NumberType.FLOAT, value -> (long) value == integer ? 1 : 0));
            }
        }
        List<Integer> shape = new ArrayList<>(input.shape());
        shape.add(texts.isEmpty() ? integers.size() : texts.size());
        return new Rows(shape, columns);
    }

    /** Replaces keys by values; others by a default. */
    static Rows labelEncoder(NodeProto node, Rows input) {
        Attributes attributes = new Attributes(node);
        List<Object> keys = list(attributes, "keys");
        List<Object> values = list(attributes, "values");
        if (keys.isEmpty() || keys.size() != values.size()) {
            throw new UnreadableGraphException("its keys and values are not supported");
        }
        Map<Object, Object> codes = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            codes.putIfAbsent(keys.get(i), values.get(i));
        }
        Object other = other(attributes, values.get(0));
        return Elementwise.map(input, column -> encoded(column, codes, other, type(attributes)));
    }

    private static NumberType type(Attributes attributes) {
        return attributes.has("values_floats")
                ? NumberType.FLOAT
                : attributes.has("values_int64s")
                        ? NumberType.INTEGER
                        : attributes
                                .tensor("values_tensor")
                                .map(tensor -> Tensors.constant(tensor).type())
                                .orElse(NumberType.INTEGER);
    }

    /** A list of keys or values as Double or String. */
    private static List<Object> list(Attributes attributes, String name) {
        List<Object> list = new ArrayList<>(attributes.texts(name + "_strings"));
        attributes.longs(name + "_int64s").forEach(value -> list.add(value.doubleValue()));
        for (double value : attributes.numbers(name + "_floats")) {
            list.add(value + 0.0);
        }
        attributes.tensor(name + "_tensor").map(Tensors::constant).ifPresent(tensor -> {
            list.addAll(tensor.texts());
            for (double value : tensor.numbers()) {
                list.add(value + 0.0);
            }
        });
        return list;
    }

    private static Object other(Attributes attributes, Object value) {
        Optional<GraphValue.Constant> tensor =
                attributes.tensor("default_tensor").map(Tensors::constant);
        if (value instanceof String) {
            return tensor.filter(constant -> !constant.texts().isEmpty())
                    .map(constant -> constant.texts().get(0))
                    .orElse(attributes.text("default_string", "_Unused"));
        }
        return tensor.filter(constant -> constant.numbers().length > 0)
                .map(constant -> constant.numbers()[0])
                .orElseGet(() -> attributes.has("values_floats")
                        ? attributes.number("default_float", -0.0)
                        : (double) attributes.integer("default_int64", -1));
    }

    private static Quantity encoded(Quantity column, Map<Object, Object> codes, Object other, NumberType type) {
        int feature = column instanceof TextColumn text
                ? text.feature()
                : Arithmetic.number(column).feature();
        Steps steps = Steps.after(
                column instanceof TextColumn text
                        ? text.steps()
                        : Arithmetic.number(column).steps());
        if (feature == NumberColumn.NO_FEATURE) {
            Object code = codes.getOrDefault(key(column, TableRow.NONE), other);
            return code instanceof String text ? TextColumn.constant(text) : NumberColumn.constant((Double) code, type);
        }
        return other instanceof String
                ? new TextColumn(feature, steps, row -> (String) codes.getOrDefault(key(column, row), other))
                : NumberColumn.of(feature, type, steps, row -> (Double) codes.getOrDefault(key(column, row), other));
    }

    private static Object key(Quantity column, TableRow row) {
        return column instanceof TextColumn text
                ? text.code().apply(row)
                : (Object) (Arithmetic.number(column).of(row) + 0.0);
    }

    static Rows binarizer(NodeProto node, Rows input) {
        double threshold = new Attributes(node).number("threshold", 0);
        return Elementwise.map(input, column -> Arithmetic.map(column, value -> value > threshold ? 1 : 0));
    }

    /** Joins columns as floats. */
    static Rows featureVectorizer(List<Rows> inputs) {
        return Rows.matrix(inputs.stream()
                .flatMap(input -> input.columns().stream())
                .map(column -> column instanceof NumberColumn number
                        ? number.cast(NumberType.FLOAT)
                        : LinearCombination.of(column))
                .toList());
    }

    /** Divides by the sum of the absolute values (L1), which keeps probabilities; other norms mix features. */
    static Rows normalizer(NodeProto node, Rows input) {
        boolean areLinks = input.columns().stream().allMatch(column -> column instanceof Link);
        if (!areLinks || !new Attributes(node).text("norm", "MAX").equals("L1")) {
            throw new UnreadableGraphException("it mixes features");
        }
        List<Link> links = input.columns().stream().map(Link.class::cast).toList();
        return new Rows(
                input.shape(),
                links.stream()
                        .<Quantity>map(link -> new Link.Share(link, links))
                        .toList());
    }
}
