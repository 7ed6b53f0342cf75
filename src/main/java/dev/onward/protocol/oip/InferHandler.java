package dev.onward.protocol.oip;

import dev.onward.http.HttpException;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.model.Model;
import dev.onward.protocol.oip.Statistics.Times;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Tensor;
import dev.onward.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Predictions of tensors by the Open Inference Protocol. */
final class InferHandler {

    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final String OCTETS = "application/octet-stream";

    private final Settings settings;
    private final Statistics statistics;

    InferHandler(Settings settings, Statistics statistics) {
        this.settings = settings;
        this.statistics = statistics;
    }

    void infer(Model model, RequestContext request) throws IOException {
        long start = System.nanoTime();
        try {
            answer(model, request, start);
        } catch (RuntimeException | IOException e) {
            statistics.failure(model, start);
            throw e;
        }
    }

    private void answer(Model model, RequestContext request, long start) throws IOException {
        if (!model.signature().obstacle().isEmpty()) {
            throw new InvalidTensorException(
                    "this model cannot be asked tensors: " + model.signature().obstacle());
        }
        InferRequest asked = read(model, request);
        long read = System.nanoTime();
        List<String> outputs =
                asked.outputs().stream().map(InferRequest.Wanted::name).toList();
        Map<String, Tensor> answered = model.run(asked.inputs(), outputs);
        request.recordRows(asked.rows());
        long inferred = System.nanoTime();
        send(InferResponse.of(model, asked, answered), request);
        statistics.success(model, asked.rows(), new Times(start, read, inferred, System.nanoTime()));
    }

    private InferRequest read(Model model, RequestContext request) throws IOException {
        try (InputStream body = request.inflatedBody(settings.bodyLimit())) {
            return InferRequest.read(body, jsonLength(request), model.signature());
        }
    }

    private static void send(InferResponse answer, RequestContext request) throws IOException {
        if (answer.hasBinary()) {
            request.header(JSON_LENGTH, Integer.toString(answer.jsonLength()));
        }
        request.stream(answer.hasBinary() ? OCTETS : MediaTypes.JSON, answer.length(), answer::writeTo);
    }

    private static OptionalInt jsonLength(RequestContext request) {
        Optional<String> header = request.header(JSON_LENGTH);
        if (header.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int length = Integer.parseInt(header.get().strip());
            if (length >= 0) {
                return OptionalInt.of(length);
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new HttpException(400, "expected a whole number as " + JSON_LENGTH + ", got another text");
    }
}
