package dev.onward.protocol.oip;

import dev.onward.runtime.Datatype;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A tensor's data as bytes, after Triton's extension: little-endian, row-major, a byte for a truth value, and for a text
 * its length in four bytes and then its bytes in UTF-8.
 */
final class BinaryData {

    private static final int CHUNK = 8192;

    private BinaryData() {}

    /**
     * Reads as many bytes as the tensor is said to have, whatever they are.
     *
     * @throws InvalidTensorException if these are not as many as its shape has, or not of its type
     */
    static Tensor read(InputStream in, int length, Datatype datatype, List<Long> shape, int size) throws IOException {
        if (datatype == Datatype.BYTES) {
            return texts(in.readNBytes(length), length, shape, size);
        }
        long expected = (long) size * datatype.bytes();
        if (length != expected) {
            skip(in, length);
            throw new InvalidTensorException("expected " + expected + " bytes, as " + datatype + " in the shape "
                    + Shapes.text(shape) + " has, got " + length);
        }
        ByteBuffer bytes = bytes(in, length);
        if (datatype == Datatype.BOOL) {
            checkTruths(bytes);
        }
        return Tensor.of(datatype, shape, bytes);
    }

    /** The runtime takes a truth value for one byte of C++, which is nothing but 0 or 1. */
    private static void checkTruths(ByteBuffer bytes) {
        for (int i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0 && bytes.get(i) != 1) {
                throw new InvalidTensorException(
                        "element " + (i + 1) + ": expected 0 or 1, got " + Byte.toUnsignedInt(bytes.get(i)));
            }
        }
    }

    /** Room grows with what is there: a length is only what somebody says. */
    private static ByteBuffer bytes(InputStream in, int length) throws IOException {
        ByteBuffer bytes = Elements.room(length);
        byte[] chunk = new byte[Math.min(CHUNK, length)];
        while (bytes.position() < length) {
            int count = in.readNBytes(chunk, 0, Math.min(chunk.length, length - bytes.position()));
            if (count == 0) {
                throw new InvalidTensorException("expected " + length + " bytes, got " + bytes.position());
            }
            bytes = Elements.withRoom(bytes, count, length).put(chunk, 0, count);
        }
        return bytes.flip();
    }

    /** Passes over so many bytes, or over those that there are. */
    static void skip(InputStream in, long length) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, length)];
        long left = length;
        for (int count = 1; count > 0 && left > 0; left -= count) {
            count = in.readNBytes(chunk, 0, (int) Math.min(chunk.length, left));
        }
    }

    private static Tensor texts(byte[] read, int length, List<Long> shape, int size) {
        if (read.length < length) {
            throw new InvalidTensorException("expected " + length + " bytes, got " + read.length);
        }
        Elements elements = new Elements(Datatype.BYTES, size);
        ByteBuffer bytes = ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && !elements.isFull()) {
            try {
                elements.text(text(bytes));
            } catch (InvalidTensorException e) {
                throw new InvalidTensorException("element " + (elements.count() + 1) + ": " + e.getMessage());
            }
        }
        if (bytes.hasRemaining() || !elements.isFull()) {
            throw new InvalidTensorException("expected " + size + " texts, as the shape " + Shapes.text(shape)
                    + " has, got " + (bytes.hasRemaining() ? "more" : String.valueOf(elements.count())));
        }
        return elements.tensor(shape);
    }

    private static String text(ByteBuffer bytes) {
        long length = bytes.remaining() < Integer.BYTES ? -1 : Integer.toUnsignedLong(bytes.getInt());
        if (length < 0 || length > bytes.remaining()) {
            throw new InvalidTensorException("expected a length in four bytes and then as many bytes, got fewer");
        }
        return utf8(bytes, (int) length);
    }

    /** @throws InvalidTensorException if it is not UTF-8, and so no text */
    static String utf8(ByteBuffer bytes, int length) {
        ByteBuffer text = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(text);
            return decoded.toString();
        } catch (CharacterCodingException e) {
            throw new InvalidTensorException("expected text in UTF-8, got other bytes");
        }
    }

    /** The data, from the buffer's position to its limit. */
    static ByteBuffer of(Tensor tensor) {
        if (tensor.datatype() != Datatype.BYTES) {
            return tensor.bytes();
        }
        byte[][] texts = new byte[tensor.size()][];
        int length = 0;
        for (int i = 0; i < texts.length; i++) {
            texts[i] = tensor.text(i).getBytes(StandardCharsets.UTF_8);
            length += Integer.BYTES + texts[i].length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] text : texts) {
            bytes.putInt(text.length).put(text);
        }
        return bytes.flip();
    }

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
