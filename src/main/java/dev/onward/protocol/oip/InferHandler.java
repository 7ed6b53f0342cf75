package dev.onward.protocol.oip;

import dev.onward.http.HttpException;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.body.HeapUse;
import dev.onward.model.Model;
import dev.onward.protocol.oip.InferenceStatistics.Measurement;
import dev.onward.runtime.Tensor;
import dev.onward.serving.RequestDetails;
import dev.onward.settings.Settings;
import dev.onward.table.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Handles inference requests. */
final class InferHandler {

    /** The length of the JSON before binary tensor data, in requests and responses (Triton's extension). */
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    /** The memory for a number as text, up to 16 bytes in a growing buffer, in numbers of outputs. */
    private static final int NUMBERS_PER_TEXT = 5;

    private static final String OCTET_STREAM = "application/octet-stream";

    private final Settings settings;
    private final InferenceStatistics statistics;

    InferHandler(Settings settings, InferenceStatistics statistics) {
        this.settings = settings;
        this.statistics = statistics;
    }

    void infer(Model model, RequestDetails details, RequestContext context) throws IOException {
        try (Measurement measurement = statistics.start(model, context.mayBlock())) {
            InferRequest request = read(model, context);
            measurement.read();
            List<String> names = request.outputNames(model.signature());
            // Refuses contributions before the graph is run.
            Optional<Contributions> contributions = request.requestsContributions(model.signature())
                    ? Optional.of(Contributions.of(model, details, request))
                    : Optional.empty();
            Map<String, Tensor> outputs = new HashMap<>();
            if (!names.isEmpty()) {
                outputs.putAll(model.run(request.inputs(), names));
            }
            contributions.ifPresent(requested -> outputs.put(Contributions.NAME, requested.compute()));
            context.record().setRows(request.rows());
            measurement.inferred(context.record().runNanos());
            send(model, request, outputs, context);
            measurement.succeeded(request.rows());
        }
    }

    private InferRequest read(Model model, RequestContext context) throws IOException {
        OptionalInt jsonLength = jsonLength(context);
        HeapUse use = jsonLength.isPresent() ? HeapUse.BINARY_TENSORS : HeapUse.TENSORS;
        try (InputStream body = context.body().openInflated(settings.bodyLimit(), use)) {
            return InferRequest.read(body, jsonLength, model.signature(), () -> Contributions.declaration(model));
        }
    }

    /** JSON alone may be much larger than the request, so it is not collected in memory. */
    private static void send(Model model, InferRequest request, Map<String, Tensor> outputs, RequestContext context)
            throws IOException {
        if (!request.hasBinaryOutputs()) {
            context.send(MediaTypes.JSON, out -> InferResponse.writeJson(out, model, request, outputs));
            return;
        }
        expectText(request, outputs, context);
        InferResponse response = InferResponse.of(model, request, outputs);
        context.header(JSON_LENGTH, Integer.toString(response.jsonLength()));
        context.send(OCTET_STREAM, response::writeTo);
    }

    /** Draws the memory for the JSON of a response in which tensors as bytes follow, so that it is collected first. */
    private static void expectText(InferRequest request, Map<String, Tensor> outputs, RequestContext context) {
        long numbers = 0;
        for (RequestedOutput requested : request.outputs()) {
            Tensor tensor = outputs.get(requested.name());
            if (tensor != null) {
                numbers += (long) tensor.size() * (requested.binary() ? 1 : NUMBERS_PER_TEXT);
            }
        }
        context.body().expectOutputs(numbers, 0);
    }

    /** Empty if the body is JSON only. */
    private static OptionalInt jsonLength(RequestContext context) {
        Optional<String> header = context.header(JSON_LENGTH);
        if (header.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int length = Integer.parseInt(header.get().strip());
            if (length >= 0) {
                return OptionalInt.of(length);
            }
        } catch (NumberFormatException e) {
            // Refused below like a negative number.
        }
        throw new HttpException(
                400, JSON_LENGTH + ": expected a number of bytes below 2^31, got " + Text.quote(header.get()));
    }
}
