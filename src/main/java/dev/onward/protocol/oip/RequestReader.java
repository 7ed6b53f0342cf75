package dev.onward.protocol.oip;

import dev.onward.json.JsonParsers;
import dev.onward.protocol.oip.InferRequest.Wanted;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Signature;
import dev.onward.runtime.TensorSpec;
import dev.onward.table.ByteOrderMark;
import dev.onward.table.SyntaxException;
import dev.onward.table.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/**
 * Makes a request of JSON and of the bytes after it, and collects everything that does not fit the model. Names that the
 * protocol does not have are passed over, since clients send them.
 */
final class RequestReader {

    /** Inputs that are kept beyond as many as the model has, so that they can be named. */
    private static final int MOST_UNKNOWN = 100;

    private final JsonParser parser;
    private final int length;
    private final Signature signature;
    private final Problems problems = new Problems();
    private final List<Given> inputs = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private Optional<String> id = Optional.empty();
    private boolean binaryOutputs;

    private RequestReader(JsonParser parser, int length, Signature signature) {
        this.parser = parser;
        this.length = length;
        this.signature = signature;
    }

    /** An output that is named, before it is known what holds for all. */
    private record Output(String name, Optional<Boolean> binary, int classes) {}

    /** Reads the value of an entry, at which the parser stands. */
    private interface EntryReader {
        void read(String name, JsonToken value);
    }

    /** @param binary what follows the JSON */
    static InferRequest read(byte[] body, InputStream binary, Signature signature) throws IOException {
        byte[] json = ByteOrderMark.strip(body);
        try (JsonParser parser = JsonParsers.of(json, 0, json.length)) {
            RequestReader reader = new RequestReader(parser, json.length, signature);
            try {
                reader.readJson();
            } catch (JacksonException e) {
                throw JsonParsers.syntaxError(e, parser);
            }
            return reader.complete(json, binary);
        }
    }

    private void readJson() {
        JsonToken start = parser.nextToken();
        if (start == null) {
            throw new SyntaxException("expected an object, got nothing", 1, 1);
        } else if (start != JsonToken.START_OBJECT) {
            throw fault("expected an object, got " + JsonParsers.describe(start));
        }
        entries((name, value) -> {
            switch (name) {
                case "id" -> id = isNull(value) ? Optional.empty() : string(name, value);
                case "parameters" -> parameters(value, name, this::readParameter);
                case "inputs" -> objects(name, value, this::readInput);
                case "outputs" -> {
                    if (!isNull(value)) {
                        objects(name, value, this::readOutput);
                    }
                }
                default -> parser.skipChildren();
            }
        });
        if (parser.nextToken() != null) {
            throw fault("expected the end, got more JSON");
        }
    }

    private void readParameter(String name, JsonToken value) {
        if (name.equals("binary_data_output")) {
            binaryOutputs = flag(name, value).orElse(false);
        } else {
            parser.skipChildren();
        }
    }

    private void readInput(String where) {
        Given given = new Given(parser, signature, length);
        entries((name, value) -> {
            switch (name) {
                case "name" -> given.name = string(where + name, value);
                case "datatype" -> given.datatype = string(where + name, value);
                case "shape" -> given.shape = shape(where + name, value);
                case "data" -> given.readData(value);
                case "parameters" ->
                    parameters(value, where + name, (parameter, size) -> {
                        if (parameter.equals("binary_data_size")) {
                            whole(where + parameter, size).ifPresent(bytes -> given.binarySize = Optional.of(bytes));
                        } else {
                            parser.skipChildren();
                        }
                    });
                default -> parser.skipChildren();
            }
        });
        inputs.add(given);
        int known = signature.inputs().size();
        if (inputs.size() > known + MOST_UNKNOWN) {
            throw new InvalidTensorException("inputs: expected at most " + known
                    + ", as many as the model has, got more than " + (known + MOST_UNKNOWN));
        }
    }

    private void readOutput(String where) {
        Wanting wanting = new Wanting();
        entries((name, value) -> {
            switch (name) {
                case "name" -> wanting.name = string(where + name, value);
                case "parameters" ->
                    parameters(value, where + name, (parameter, setting) -> {
                        switch (parameter) {
                            case "binary_data" -> wanting.binary = flag(where + parameter, setting);
                            case "classification" ->
                                wanting.classes =
                                        whole(where + parameter, setting).orElse(0);
                            default -> parser.skipChildren();
                        }
                    });
                default -> parser.skipChildren();
            }
        });
        if (wanting.name.isEmpty()) {
            problems.add(where + "expected a name");
        } else {
            outputs.add(new Output(wanting.name.get(), wanting.binary, wanting.classes));
        }
    }

    /** An output while it is read. */
    private static final class Wanting {
        private Optional<String> name = Optional.empty();
        private Optional<Boolean> binary = Optional.empty();
        private int classes;
    }

    private InferRequest complete(byte[] json, InputStream binary) throws IOException {
        GivenInputs given = new GivenInputs(signature, problems);
        for (Given input : inputs) {
            given.add(input, json, binary);
        }
        given.check();
        List<Wanted> wanted = wanted();
        if (problems.isEmpty() && binary.read() >= 0) {
            problems.add("expected the end of the body after the tensors, got more bytes");
        }
        if (!problems.isEmpty()) {
            throw problems.exception();
        }
        return new InferRequest(id, given.tensors(), wanted);
    }

    /** All outputs if none is named. */
    private List<Wanted> wanted() {
        List<Wanted> wanted = new ArrayList<>();
        if (outputs.isEmpty()) {
            signature.outputs().forEach(spec -> wanted.add(new Wanted(spec.name(), binaryOutputs, 0)));
        }
        Set<String> names = new HashSet<>();
        for (Output output : outputs) {
            fault(output, !names.add(output.name()))
                    .ifPresent(problem -> problems.add("output " + Text.quote(output.name()) + ": " + problem));
            wanted.add(new Wanted(output.name(), output.binary().orElse(binaryOutputs), output.classes()));
        }
        return wanted;
    }

    private Optional<String> fault(Output output, boolean isRepeated) {
        Optional<TensorSpec> spec = signature.output(output.name());
        if (spec.isEmpty()) {
            return Optional.of("the model has no such output");
        }
        if (isRepeated) {
            return Optional.of("is wanted twice");
        }
        return output.classes() > 0 && !spec.get().datatype().isNumber()
                ? Optional.of(
                        "expected numbers to classify, it has " + spec.get().datatype())
                : Optional.empty();
    }

    /** Some clients write what they do not say. */
    private static boolean isNull(JsonToken value) {
        return value == JsonToken.VALUE_NULL;
    }

    private void parameters(JsonToken value, String where, EntryReader reader) {
        if (value == JsonToken.START_OBJECT) {
            entries((name, parameter) -> {
                if (!isNull(parameter)) {
                    reader.read(name, parameter);
                }
            });
        } else if (!isNull(value)) {
            unexpected(where, "an object", value);
        }
    }

    private void entries(EntryReader reader) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            reader.read(name, parser.nextToken());
        }
    }

    /** Reads the objects of an array, each told where it stands, counted from 1. */
    private void objects(String name, JsonToken value, Consumer<String> reader) {
        if (value != JsonToken.START_ARRAY) {
            unexpected(name, "an array", value);
            return;
        }
        int count = 0;
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            String where = name + ", item " + ++count + ": ";
            if (item == JsonToken.START_OBJECT) {
                reader.accept(where);
            } else {
                unexpected(where, "an object", item);
            }
        }
    }

    private Optional<String> string(String where, JsonToken value) {
        return value == JsonToken.VALUE_STRING ? Optional.of(parser.getString()) : unexpected(where, "a string", value);
    }

    private Optional<Boolean> flag(String where, JsonToken value) {
        return value == JsonToken.VALUE_TRUE || value == JsonToken.VALUE_FALSE
                ? Optional.of(value == JsonToken.VALUE_TRUE)
                : unexpected(where, "true or false", value);
    }

    private Optional<Integer> whole(String where, JsonToken value) {
        return size(value)
                .filter(size -> size <= Integer.MAX_VALUE)
                .map(Long::intValue)
                .or(() -> unexpected(where, "a whole number from 0", value));
    }

    private Optional<List<Long>> shape(String where, JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            return unexpected(where, "an array of sizes", value);
        }
        List<Long> shape = new ArrayList<>();
        boolean isGood = true;
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            Optional<Long> size = size(item);
            size.ifPresent(shape::add);
            isGood &= size.isPresent();
            parser.skipChildren();
        }
        if (!isGood) {
            problems.add(where + ": expected whole numbers from 0");
        }
        return isGood ? Optional.of(shape) : Optional.empty();
    }

    private Optional<Long> size(JsonToken value) {
        try {
            return value == JsonToken.VALUE_NUMBER_INT
                    ? Optional.of(parser.getLongValue()).filter(size -> size >= 0)
                    : Optional.empty();
        } catch (InputCoercionException e) {
            return Optional.empty();
        }
    }

    private <T> Optional<T> unexpected(String where, String expected, JsonToken value) {
        problems.add(where + (where.endsWith(": ") ? "" : ": ") + "expected " + expected + ", got "
                + JsonParsers.describe(value));
        parser.skipChildren();
        return Optional.empty();
    }

    private SyntaxException fault(String message) {
        return new SyntaxException(
                message,
                parser.currentTokenLocation().getLineNr(),
                parser.currentTokenLocation().getColumnNr());
    }
}
