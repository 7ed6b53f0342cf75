package dev.onward.protocol.oip;

import dev.onward.runtime.Datatype;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tensor data as bytes, according to Triton's binary tensor data extension: little-endian and row-major. An element of
 * BOOL is one byte. An element of BYTES is an unsigned 4-byte length followed by the content, which must be UTF-8 here.
 */
final class BinaryData {

    private static final int CHUNK_BYTES = 8192;

    private BinaryData() {}

    /**
     * Reads a tensor. Always consumes the declared number of bytes, so that the next tensor can be read.
     *
     * @param length the declared number of bytes
     * @param size the number of elements of the shape
     * @throws InvalidTensorException if the bytes do not fit the datatype and the shape, or the stream ends too early
     */
    static Tensor read(InputStream in, int length, Datatype datatype, List<Long> shape, int size) throws IOException {
        if (datatype == Datatype.BYTES) {
            return readStrings(in.readNBytes(length), length, shape, size);
        }
        long expected = (long) size * datatype.bytes();
        if (length != expected) {
            skip(in, length);
            throw new InvalidTensorException("expected " + expected + " bytes for " + datatype + " with the shape "
                    + TensorShapes.text(shape) + ", got " + length);
        }
        ByteBuffer bytes = readBytes(in, length);
        if (datatype == Datatype.BOOL) {
            checkBooleans(bytes);
        }
        return Tensor.of(datatype, shape, bytes);
    }

    /** ONNX Runtime reads each byte as a C++ bool, whose behaviour is undefined for anything but 0 and 1. */
    private static void checkBooleans(ByteBuffer bytes) {
        for (int i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0 && bytes.get(i) != 1) {
                throw new InvalidTensorException(
                        "element " + (i + 1) + ": expected 0 or 1, got " + Byte.toUnsignedInt(bytes.get(i)));
            }
        }
    }

    private static ByteBuffer readBytes(InputStream in, int length) throws IOException {
        GrowingBuffer bytes = new GrowingBuffer(length);
        while (bytes.length() < length) {
            if (bytes.read(in, Math.min(CHUNK_BYTES, length - bytes.length())) == 0) {
                throw new InvalidTensorException("expected " + length + " bytes, got " + bytes.length());
            }
        }
        return bytes.finish();
    }

    /** Skips this number of bytes, or fewer if the stream ends early. */
    static void skip(InputStream in, long length) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, length)];
        long left = length;
        for (int count = 1; count > 0 && left > 0; left -= count) {
            count = in.readNBytes(chunk, 0, (int) Math.min(chunk.length, left));
        }
    }

    private static Tensor readStrings(byte[] read, int length, List<Long> shape, int size) {
        if (read.length < length) {
            throw new InvalidTensorException("expected " + length + " bytes, got " + read.length);
        }
        TensorBuilder builder = new TensorBuilder(Datatype.BYTES, size);
        ByteBuffer bytes = ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && !builder.isFull()) {
            try {
                builder.addString(readString(bytes));
            } catch (InvalidTensorException e) {
                throw new InvalidTensorException("element " + (builder.count() + 1) + ": " + e.getMessage());
            }
        }
        if (bytes.hasRemaining() || !builder.isFull()) {
            throw new InvalidTensorException("expected " + size + " strings for the shape " + TensorShapes.text(shape)
                    + ", got " + (bytes.hasRemaining() ? "more" : String.valueOf(builder.count())));
        }
        return builder.build(shape);
    }

    private static String readString(ByteBuffer bytes) {
        long length = bytes.remaining() < Integer.BYTES ? -1 : Integer.toUnsignedLong(bytes.getInt());
        if (length < 0 || length > bytes.remaining()) {
            throw new InvalidTensorException("expected a 4-byte length followed by that many bytes, got fewer");
        }
        return decodeUtf8(bytes, (int) length);
    }

    /**
     * Decodes the next bytes of the buffer and moves its position after them.
     *
     * @throws InvalidTensorException if they are not UTF-8
     */
    static String decodeUtf8(ByteBuffer bytes, int length) {
        ByteBuffer encoded = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidTensorException("expected text in UTF-8, got bytes that are not UTF-8");
        }
    }

    /** The data of a tensor, from the buffer's position to its limit. For numbers a view of the tensor, not a copy. */
    static ByteBuffer of(Tensor tensor) {
        if (tensor.datatype() != Datatype.BYTES) {
            return tensor.bytes();
        }
        byte[][] encoded = new byte[tensor.size()][];
        int length = 0;
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = tensor.text(i).getBytes(StandardCharsets.UTF_8);
            length += Integer.BYTES + encoded[i].length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] element : encoded) {
            bytes.putInt(element.length).put(element);
        }
        return bytes.flip();
    }

    /** Writes the bytes from the buffer's position to its limit. */
    static void write(ByteBuffer bytes, OutputStream out) throws IOException {
        if (bytes.hasArray()) {
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            return;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        out.write(copy);
    }
}
