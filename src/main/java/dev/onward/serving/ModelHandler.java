package dev.onward.serving;

import dev.onward.http.RequestContext;
import dev.onward.http.UrlEncoding;
import dev.onward.model.Model;
import java.io.IOException;

/** Handles a request about a model, which stays open until the response has been written. */
@FunctionalInterface
public interface ModelHandler {

    void handle(Model model, RequestContext request) throws IOException;

    /** Sets headers with the model's name and version, for formats that have no other place for them. */
    static void setHeaders(Model model, RequestContext request) {
        request.header("Onward-Model", UrlEncoding.encode(model.name()));
        request.header("Onward-Version", UrlEncoding.encode(model.version()));
    }
}
