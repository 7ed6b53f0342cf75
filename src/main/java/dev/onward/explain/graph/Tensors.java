package dev.onward.explain.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Reads the constants of a graph. */
final class Tensors {

    private Tensors() {}

    /** @throws UnreadableGraphException if its type is not supported */
    static GraphValue.Constant constant(TensorProto tensor) {
        List<Integer> shape =
                tensor.getDimsList().stream().map(Math::toIntExact).toList();
        return switch (tensor.getDataType()) {
            case TensorProto.DataType.FLOAT_VALUE ->
                numbers(
                        shape,
                        NumberType.FLOAT,
                        raw(tensor, Float.BYTES, ByteBuffer::getFloat),
                        tensor.getFloatDataList());
            case TensorProto.DataType.DOUBLE_VALUE ->
                numbers(
                        shape,
                        NumberType.DOUBLE,
                        raw(tensor, Double.BYTES, ByteBuffer::getDouble),
                        tensor.getDoubleDataList());
            case TensorProto.DataType.INT64_VALUE ->
                numbers(
                        shape,
                        NumberType.INTEGER,
                        raw(tensor, Long.BYTES, ByteBuffer::getLong),
                        tensor.getInt64DataList());
            case TensorProto.DataType.INT32_VALUE ->
                numbers(
                        shape,
                        NumberType.INTEGER,
                        raw(tensor, Integer.BYTES, ByteBuffer::getInt),
                        tensor.getInt32DataList());
            case TensorProto.DataType.UINT8_VALUE ->
                numbers(
                        shape,
                        NumberType.INTEGER,
                        raw(tensor, 1, buffer -> Byte.toUnsignedInt(buffer.get())),
                        tensor.getInt32DataList());
            case TensorProto.DataType.BOOL_VALUE ->
                numbers(shape, NumberType.BOOLEAN, raw(tensor, 1, ByteBuffer::get), tensor.getInt32DataList());
            case TensorProto.DataType.STRING_VALUE ->
                new GraphValue.Constant(
                        shape,
                        NumberType.INTEGER,
                        new double[0],
                        tensor.getStringDataList().stream()
                                .map(ByteString::toStringUtf8)
                                .toList());
            default -> throw new UnreadableGraphException("a constant has an unsupported type");
        };
    }

    private static GraphValue.Constant numbers(
            List<Integer> shape, NumberType type, double[] raw, List<? extends Number> typed) {
        double[] numbers = raw.length > 0
                ? raw
                : typed.stream().mapToDouble(Number::doubleValue).toArray();
        if (numbers.length != GraphValue.size(shape)) {
            throw new UnreadableGraphException("a constant does not have the size of its shape");
        }
        return new GraphValue.Constant(shape, type, numbers, List.of());
    }

    private static double[] raw(TensorProto tensor, int bytes, ToDoubleFunction<ByteBuffer> read) {
        ByteBuffer buffer = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        double[] numbers = new double[buffer.remaining() / bytes];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = read.applyAsDouble(buffer);
        }
        return numbers;
    }
}
