package dev.onward.serving;

import dev.onward.http.Handler;
import dev.onward.http.RequestContext;
import dev.onward.http.UrlEncoding;
import dev.onward.model.Model;
import dev.onward.repository.Lease;
import dev.onward.repository.ModelRepository;
import java.io.IOException;

/** Handles a request about a model, which stays open until the response has been written. */
@FunctionalInterface
public interface ModelHandler {

    void handle(Model model, RequestContext request) throws IOException;

    /**
     * Returns a handler that leases the model named by the path variables "model" and "version"; the default model if
     * there is no name, the latest version if there is no version.
     */
    static Handler leasing(ModelRepository models, ModelHandler handler) {
        return request -> {
            try (Lease lease = models.lease(request.pathParameter("model"), request.pathParameter("version"))) {
                Model model = lease.model();
                request.recordModel(model.name(), model.version());
                handler.handle(model, request);
            }
        };
    }

    /** Sets headers with the model's name and version, for formats that have no other place for them. */
    static void setHeaders(Model model, RequestContext request) {
        request.header("Onward-Model", UrlEncoding.encode(model.name()));
        request.header("Onward-Version", UrlEncoding.encode(model.version()));
    }
}
