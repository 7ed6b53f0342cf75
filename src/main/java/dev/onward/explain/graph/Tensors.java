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
        return switch (tensor.getDataType()) {
            case TensorProto.DataType.FLOAT_VALUE ->
                numbers(tensor, NumberType.FLOAT, Float.BYTES, ByteBuffer::getFloat, tensor.getFloatDataList());
            case TensorProto.DataType.DOUBLE_VALUE ->
                numbers(tensor, NumberType.DOUBLE, Double.BYTES, ByteBuffer::getDouble, tensor.getDoubleDataList());
            case TensorProto.DataType.INT64_VALUE ->
                numbers(tensor, NumberType.INTEGER, Long.BYTES, ByteBuffer::getLong, tensor.getInt64DataList());
            case TensorProto.DataType.INT32_VALUE ->
                numbers(tensor, NumberType.INTEGER, Integer.BYTES, ByteBuffer::getInt, tensor.getInt32DataList());
            case TensorProto.DataType.UINT8_VALUE ->
                numbers(
                        tensor,
                        NumberType.INTEGER,
                        1,
                        buffer -> Byte.toUnsignedInt(buffer.get()),
                        tensor.getInt32DataList());
            case TensorProto.DataType.BOOL_VALUE ->
                numbers(tensor, NumberType.BOOLEAN, 1, ByteBuffer::get, tensor.getInt32DataList());
            case TensorProto.DataType.STRING_VALUE ->
                new GraphValue.Constant(
                        shape(tensor),
                        NumberType.INTEGER,
                        new double[0],
                        tensor.getStringDataList().stream()
                                .map(ByteString::toStringUtf8)
                                .toList());
            default -> throw new UnreadableGraphException("a constant has an unsupported type");
        };
    }

    private static List<Integer> shape(TensorProto tensor) {
        return tensor.getDimsList().stream().map(Math::toIntExact).toList();
    }

    /**
     * @param bytes of a number in the raw data
     * @param read reads one from there
     * @param typed the numbers, if there is no raw data
     */
    private static GraphValue.Constant numbers(
            TensorProto tensor,
            NumberType type,
            int bytes,
            ToDoubleFunction<ByteBuffer> read,
            List<? extends Number> typed) {
        double[] raw = raw(tensor, bytes, read);
        double[] numbers = raw.length > 0
                ? raw
                : typed.stream().mapToDouble(Number::doubleValue).toArray();
        List<Integer> shape = shape(tensor);
        if (numbers.length != GraphValue.size(shape)) {
            throw new UnreadableGraphException("the size of a constant does not match its shape");
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
