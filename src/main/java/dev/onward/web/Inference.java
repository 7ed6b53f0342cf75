package dev.onward.web;

import dev.onward.model.Model;
import dev.onward.protocol.oip.InferRequest;
import dev.onward.protocol.oip.InferResponse;
import dev.onward.protocol.oip.Statistics;
import dev.onward.protocol.oip.Statistics.Times;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Tensor;
import dev.onward.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Tensors in, tensors out, by the Open Inference Protocol. */
final class Inference {

    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final String OCTETS = "application/octet-stream";

    private final Settings settings;
    private final Statistics statistics;

    Inference(Settings settings, Statistics statistics) {
        this.settings = settings;
        this.statistics = statistics;
    }

    void infer(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        long start = System.nanoTime();
        try {
            answer(model, request, response, start);
        } catch (RuntimeException | IOException e) {
            statistics.failure(model, start);
            throw e;
        }
    }

    private void answer(Model model, HttpServletRequest request, HttpServletResponse response, long start)
            throws IOException {
        if (!model.signature().obstacle().isEmpty()) {
            throw new InvalidTensorException(
                    "this model cannot be asked tensors: " + model.signature().obstacle());
        }
        InferRequest asked = read(model, request);
        long read = System.nanoTime();
        List<String> outputs =
                asked.outputs().stream().map(InferRequest.Wanted::name).toList();
        Map<String, Tensor> answered = model.run(asked.inputs(), outputs);
        Exchange.of(request).rows(asked.rows());
        long inferred = System.nanoTime();
        send(InferResponse.of(model, asked, answered), response);
        statistics.success(model, asked.rows(), new Times(start, read, inferred, System.nanoTime()));
    }

    private InferRequest read(Model model, HttpServletRequest request) throws IOException {
        try (InputStream body = Bodies.openInflated(request, settings.bodyLimit())) {
            return InferRequest.read(body, jsonLength(request), model.signature());
        }
    }

    private static void send(InferResponse answer, HttpServletResponse response) throws IOException {
        response.setContentType(answer.hasBinary() ? OCTETS : MediaTypes.JSON);
        if (answer.hasBinary()) {
            response.setIntHeader(JSON_LENGTH, answer.jsonLength());
        }
        response.setContentLengthLong(answer.length());
        answer.writeTo(response.getOutputStream());
    }

    private static OptionalInt jsonLength(HttpServletRequest request) {
        String header = request.getHeader(JSON_LENGTH);
        if (header == null) {
            return OptionalInt.empty();
        }
        try {
            int length = Integer.parseInt(header.strip());
            if (length >= 0) {
                return OptionalInt.of(length);
            }
        } catch (NumberFormatException e) {
            // Told below, in our own words.
        }
        throw new HttpException(400, "expected a whole number as " + JSON_LENGTH + ", got another text");
    }
}
