package dev.onward.protocol.oip;

import dev.onward.json.JsonParsers;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Signature;
import dev.onward.runtime.Tensor;
import dev.onward.runtime.TensorSpec;
import dev.onward.table.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/**
 * An input as it is given, entry by entry in any order. Data in JSON is read on the way if it is known by then what it is
 * to be read as, and otherwise from its place when the rest has been read.
 */
final class Given {

    private final JsonParser parser;
    private final Signature signature;
    private final int most;

    Optional<String> name = Optional.empty();
    Optional<String> datatype = Optional.empty();
    Optional<List<Long>> shape = Optional.empty();

    /** How many bytes after the JSON are its data; empty if these stand in the JSON. */
    Optional<Integer> binarySize = Optional.empty();

    private Optional<Tensor> tensor = Optional.empty();
    private Optional<InvalidTensorException> fault = Optional.empty();
    private int dataStart;
    private int dataLength;

    /** @param most elements that the JSON has room for */
    Given(JsonParser parser, Signature signature, int most) {
        this.parser = parser;
        this.signature = signature;
        this.most = most;
    }

    /** Reads the data at which the parser stands, or notes where it is. */
    void readData(JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            fault = Optional.of(
                    new InvalidTensorException("expected data as an array, got " + JsonParsers.describe(value)));
            parser.skipChildren();
        } else if (name.isPresent() && datatype.isPresent() && shape.isPresent()) {
            TokenStreamContext around = parser.streamReadContext().getParent();
            try {
                tensor = Optional.of(read(parser));
            } catch (InvalidTensorException e) {
                fault = Optional.of(e);
                while (parser.streamReadContext() != around) {
                    parser.nextToken();
                }
            }
        } else {
            dataStart = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            dataLength = (int) parser.currentLocation().getByteOffset() - dataStart;
        }
    }

    /**
     * The tensor as the model takes it.
     *
     * @throws InvalidTensorException if it does not fit
     */
    Tensor complete(byte[] json, InputStream binary) throws IOException {
        if (binarySize.isPresent()) {
            Tensor read = complete(binary, binarySize.get());
            if (tensor.isPresent() || fault.isPresent() || dataLength > 0) {
                throw new InvalidTensorException("expected data, or the parameter binary_data_size, got both");
            }
            return read;
        }
        if (fault.isPresent()) {
            throw fault.get();
        }
        if (tensor.isEmpty() && dataLength == 0) {
            throw new InvalidTensorException("expected data, or the parameter binary_data_size, got neither");
        }
        return fitting(tensor.orElseGet(() -> fromPlace(json)));
    }

    /** What follows in the body is to be found, even if this is refused. */
    private Tensor complete(InputStream binary, int length) throws IOException {
        Datatype sent;
        int size;
        try {
            sent = sent();
            Shapes.fitting(shape(), spec());
            size = Shapes.size(shape(), Math.max(length, 1));
        } catch (InvalidTensorException e) {
            BinaryData.skip(binary, length);
            throw e;
        }
        Tensor read = BinaryData.read(binary, length, sent, shape(), size);
        return fitting(sent == spec().datatype() ? read : Values.convert(read, spec().datatype()));
    }

    private Tensor fromPlace(byte[] json) {
        try (JsonParser data = JsonParsers.of(json, dataStart, dataLength)) {
            try {
                data.nextToken();
                return read(data);
            } catch (JacksonException e) {
                throw JsonParsers.syntaxError(e, data);
            }
        }
    }

    private Tensor read(JsonParser data) {
        sent();
        Shapes.fitting(shape(), spec());
        return JsonData.read(data, spec().datatype(), shape(), Shapes.size(shape(), most));
    }

    private Tensor fitting(Tensor read) {
        return read.reshaped(Shapes.fitting(read.shape(), spec()));
    }

    private TensorSpec spec() {
        return signature
                .input(name.orElse(""))
                .orElseThrow(() -> new InvalidTensorException("the model has no such input"
                        + Text.nearest(
                                        name.orElse(""),
                                        signature.inputs().stream()
                                                .map(TensorSpec::name)
                                                .toList())
                                .map(known -> ", did you mean " + Text.quote(known) + "?")
                                .orElse("")));
    }

    private List<Long> shape() {
        return shape.orElseThrow(
                () -> new InvalidTensorException("expected the shape " + Shapes.text(spec().shape()) + ", got none"));
    }

    /** The type in which it is sent, which may be another one than the model's as long as both are numbers. */
    private Datatype sent() {
        Datatype expected = spec().datatype();
        Datatype given = Datatype.named(datatype.orElse(""))
                .orElseThrow(() -> new InvalidTensorException("expected the datatype " + expected + ", got "
                        + datatype.map(Text::quote).orElse("none")));
        if (given != expected && !(given.isNumber() && expected.isNumber())) {
            throw new InvalidTensorException("expected the datatype " + expected + ", got " + given);
        }
        return given;
    }
}
