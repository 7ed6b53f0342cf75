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
 * An input of a request ({@code $request_input} in the specification), read member by member in any order. Data in JSON
 * is parsed at once if name, datatype and shape precede it. Otherwise only its position is kept, and it is parsed when
 * all members are known.
 */
final class InputTensor {

    private final int number;
    private final RequestJson json;
    private final Signature signature;
    private final int maxElements;

    private Optional<String> name = Optional.empty();

    /** The model's input of this name. */
    private Optional<TensorSpec> spec = Optional.empty();

    private Optional<String> datatype = Optional.empty();
    private Optional<List<Long>> shape = Optional.empty();

    /** The number of bytes of its data after the JSON; empty if the data is in the JSON. */
    private Optional<Integer> binarySize = Optional.empty();

    private Optional<Tensor> parsed = Optional.empty();
    private Optional<InvalidTensorException> dataProblem = Optional.empty();
    private int dataStart;
    private int dataLength;

    /**
     * @param number its position in the request, from 1
     * @param maxElements the maximum number of elements in JSON of this length
     */
    InputTensor(int number, RequestJson json, Signature signature, int maxElements) {
        this.number = number;
        this.json = json;
        this.signature = signature;
        this.maxElements = maxElements;
    }

    Optional<String> name() {
        return name;
    }

    /** The place of the input in messages: its name or, if it has none, its position. */
    String where() {
        return name.map(known -> "input " + Text.quote(known)).orElseGet(() -> "inputs, item " + number);
    }

    /** Reads a member. */
    void member(String member, JsonToken value) {
        switch (member) {
            case "name" -> {
                name = json.string(value);
                spec = name.flatMap(signature::input);
            }
            case "datatype" -> datatype = json.string(value);
            case "shape" -> shape = json.shape(value);
            case "data" -> data(value);
            case "parameters" -> json.parameters(value, this::parameter);
            default -> json.skip();
        }
    }

    private void parameter(String parameter, JsonToken value) {
        if (parameter.equals("binary_data_size")) {
            json.count(value).ifPresent(bytes -> binarySize = Optional.of(bytes));
        } else {
            json.skip();
        }
    }

    private void data(JsonToken value) {
        JsonParser parser = json.parser();
        if (value != JsonToken.START_ARRAY) {
            dataProblem = Optional.of(
                    new InvalidTensorException("expected an array of data, got " + JsonParsers.describe(value)));
            parser.skipChildren();
        } else if (name.isPresent() && datatype.isPresent() && shape.isPresent()) {
            parseData(parser);
        } else {
            dataStart = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            dataLength = (int) parser.currentLocation().getByteOffset() - dataStart;
        }
    }

    /** After a problem, the parser moves to the end of the data, so that the rest of the request can be read. */
    private void parseData(JsonParser parser) {
        TokenStreamContext enclosing = parser.streamReadContext().getParent();
        try {
            parsed = Optional.of(parse(parser));
        } catch (InvalidTensorException e) {
            dataProblem = Optional.of(e);
            while (parser.streamReadContext() != enclosing) {
                parser.nextToken();
            }
        }
    }

    /**
     * The tensor in the model's datatype and rank, once all members have been read.
     *
     * @param text the JSON from which this was read
     * @param binary at the first byte of this input, if it has a {@code binary_data_size}; afterwards after its last
     *     byte, even if the input is refused
     * @throws InvalidTensorException if it does not fit the model
     */
    Tensor tensor(byte[] text, InputStream binary) throws IOException {
        if (binarySize.isPresent()) {
            Tensor tensor = readBinary(binary, binarySize.get());
            if (parsed.isPresent() || dataProblem.isPresent() || dataLength > 0) {
                throw new InvalidTensorException("expected either data or the parameter binary_data_size, got both");
            }
            return tensor;
        }
        if (dataProblem.isPresent()) {
            throw dataProblem.get();
        }
        if (parsed.isEmpty() && dataLength == 0) {
            throw new InvalidTensorException("expected either data or the parameter binary_data_size, got neither");
        }
        return reshape(parsed.orElseGet(() -> parse(text)));
    }

    private Tensor readBinary(InputStream binary, int length) throws IOException {
        Datatype declared;
        int size;
        try {
            declared = declaredType();
            TensorShapes.fitting(declaredShape(), spec());
            size = TensorShapes.size(declaredShape(), Math.max(length, 1));
        } catch (InvalidTensorException e) {
            BinaryData.skip(binary, length);
            throw e;
        }
        Tensor tensor = BinaryData.read(binary, length, declared, declaredShape(), size);
        return reshape(declared == spec().datatype() ? tensor : TensorNumbers.convert(tensor, spec().datatype()));
    }

    private Tensor parse(byte[] text) {
        try (JsonParser data = JsonParsers.of(text, dataStart, dataLength)) {
            try {
                data.nextToken();
                return parse(data);
            } catch (JacksonException e) {
                throw JsonParsers.syntaxError(e, data);
            }
        }
    }

    private Tensor parse(JsonParser data) {
        declaredType();
        TensorShapes.fitting(declaredShape(), spec());
        return JsonData.read(data, spec().datatype(), declaredShape(), TensorShapes.size(declaredShape(), maxElements));
    }

    private Tensor reshape(Tensor tensor) {
        return tensor.reshaped(TensorShapes.fitting(tensor.shape(), spec()));
    }

    private TensorSpec spec() {
        String input = name.orElseThrow(() -> new InvalidTensorException("expected a name"));
        return spec.orElseThrow(() -> unknownInput(input));
    }

    private InvalidTensorException unknownInput(String input) {
        List<String> names = signature.inputs().stream().map(TensorSpec::name).toList();
        return new InvalidTensorException("the model has no such input" + Text.suggestion(Text.nearest(input, names)));
    }

    private List<Long> declaredShape() {
        return shape.orElseThrow(() ->
                new InvalidTensorException("expected the shape " + TensorShapes.text(spec().shape()) + ", got none"));
    }

    /** The datatype of the data as sent. It may differ from the model's if both are numeric. */
    private Datatype declaredType() {
        Datatype expected = spec().datatype();
        Datatype declared = datatype.flatMap(Datatype::named)
                .orElseThrow(() -> new InvalidTensorException("expected the datatype " + expected + ", got "
                        + datatype.map(Text::quote).orElse("none")));
        if (declared != expected && !(declared.isNumber() && expected.isNumber())) {
            throw new InvalidTensorException("expected the datatype " + expected + ", got " + declared);
        }
        return declared;
    }
}
