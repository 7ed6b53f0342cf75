package dev.onward.protocol.oip;

import dev.onward.details.ExplanationOptions;
import dev.onward.details.ExplanationOptions.Comparison;
import dev.onward.json.JsonParsers;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Signature;
import dev.onward.runtime.Tensor;
import dev.onward.runtime.TensorSpec;
import dev.onward.table.ByteOrderMark;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JsonToken;

/**
 * Reads a request from JSON and the bytes after it ("Inference Request JSON Object" in the specification). Members may
 * be in any order. Unknown members are ignored, because clients send members that the protocol does not define.
 */
final class InferRequestReader {

    /** The number of inputs kept beyond those that the model has, so that unknown inputs can be named. */
    private static final int MAX_UNKNOWN_INPUTS = 100;

    private final RequestJson json;
    private final int jsonLength;
    private final Signature signature;
    private final RequestProblems problems;
    private final List<InputTensor> inputs = new ArrayList<>();
    private final List<OutputMembers> outputs = new ArrayList<>();
    private final List<String> parameterProblems = new ArrayList<>();
    private Optional<String> id = Optional.empty();
    private Optional<String> label = Optional.empty();
    private Optional<String> group = Optional.empty();
    private boolean binaryByDefault;

    private InferRequestReader(RequestJson json, int jsonLength, Signature signature, RequestProblems problems) {
        this.json = json;
        this.jsonLength = jsonLength;
        this.signature = signature;
        this.problems = problems;
    }

    /** The members of a requested output, read before the default for {@code binary_data} is known. */
    private static final class OutputMembers {
        private Optional<String> name = Optional.empty();
        private Optional<Boolean> binary = Optional.empty();
        private int classes;
    }

    /**
     * @param body the JSON, with or without a byte order mark
     * @param binary the bytes after the JSON; not closed
     * @param contributions returns the output that is not one of the graph
     */
    static InferRequest read(
            byte[] body, InputStream binary, Signature signature, Supplier<Optional<TensorSpec>> contributions)
            throws IOException {
        byte[] text = ByteOrderMark.strip(body);
        RequestProblems problems = new RequestProblems();
        try (RequestJson json = new RequestJson(text, problems)) {
            InferRequestReader reader = new InferRequestReader(json, text.length, signature, problems);
            json.read(reader::member);
            return reader.build(text, binary, contributions);
        }
    }

    private void member(String name, JsonToken value) {
        switch (name) {
            case "id" -> id = value == JsonToken.VALUE_NULL ? Optional.empty() : json.string(value);
            case "parameters" -> json.parameters(value, this::parameter);
            case "inputs" -> json.objects(value, this::input);
            case "outputs" -> {
                if (value != JsonToken.VALUE_NULL) {
                    json.objects(value, this::output);
                }
            }
            default -> json.skip();
        }
    }

    private void parameter(String name, JsonToken value) {
        switch (name) {
            case "binary_data_output" -> binaryByDefault = json.bool(value).orElse(false);
            // Only for contributions: other clients may send parameters of these names with another meaning.
            case "label" -> label = optionalText(name, value);
            case "group" -> group = optionalText(name, value);
            default -> json.skip();
        }
    }

    private Optional<String> optionalText(String name, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return json.string(value);
        }
        parameterProblems.add("parameters." + name + ": expected a string, got " + JsonParsers.describe(value));
        json.skip();
        return Optional.empty();
    }

    private void input(int number) {
        InputTensor input = new InputTensor(number, json, signature, jsonLength);
        json.members(input::member);
        inputs.add(input);
        int declared = signature.inputs().size();
        if (inputs.size() > declared + MAX_UNKNOWN_INPUTS) {
            throw new InvalidTensorException("inputs: expected at most " + declared + " for this model, got more than "
                    + (declared + MAX_UNKNOWN_INPUTS));
        }
    }

    private void output(int number) {
        OutputMembers output = new OutputMembers();
        json.members((name, value) -> {
            switch (name) {
                case "name" -> output.name = json.string(value);
                case "parameters" ->
                    json.parameters(value, (parameter, setting) -> outputParameter(output, parameter, setting));
                default -> json.skip();
            }
        });
        if (output.name.isEmpty()) {
            problems.add("outputs, item " + number + ": expected a name");
        } else {
            outputs.add(output);
        }
    }

    private void outputParameter(OutputMembers output, String name, JsonToken value) {
        switch (name) {
            case "binary_data" -> output.binary = json.bool(value);
            case "classification" -> output.classes = json.count(value).orElse(0);
            default -> json.skip();
        }
    }

    private InferRequest build(byte[] text, InputStream binary, Supplier<Optional<TensorSpec>> contributions)
            throws IOException {
        SignatureCheck check = new SignatureCheck(signature, problems);
        Map<String, Tensor> tensors = check.inputs(inputs, text, binary);
        List<RequestedOutput> requested = requestedOutputs();
        check.outputs(requested, contributions);
        if (InferRequest.requestsContributions(requested, signature)) {
            parameterProblems.forEach(problems::add);
        }
        if (problems.isEmpty() && binary.read() >= 0) {
            problems.add("expected the end of the body after the tensors, got more bytes");
        }
        problems.throwIfAny();
        return new InferRequest(id, tensors, requested, new ExplanationOptions(label, group, Comparison.UNAVAILABLE));
    }

    /** The outputs that the request names, or all outputs of the model if it names none. */
    private List<RequestedOutput> requestedOutputs() {
        if (outputs.isEmpty()) {
            return signature.outputs().stream()
                    .map(spec -> new RequestedOutput(spec.name(), binaryByDefault, 0))
                    .toList();
        }
        List<RequestedOutput> requested = new ArrayList<>();
        for (OutputMembers output : outputs) {
            requested.add(new RequestedOutput(
                    output.name.orElseThrow(), output.binary.orElse(binaryByDefault), output.classes));
        }
        return requested;
    }
}
