package dev.onward.serving;

import dev.onward.http.RequestContext;
import dev.onward.http.UrlEncoding;
import dev.onward.model.Model;
import java.io.IOException;

/** Answers a request about a model, which stays open until the answer has been written. */
@FunctionalInterface
public interface ModelHandler {

    void handle(Model model, RequestContext request) throws IOException;

    /** Names the model in the answer's headers, for formats that have no other place for it. */
    static void setHeaders(Model model, RequestContext request) {
        request.header("Onward-Model", UrlEncoding.encode(model.name()));
        request.header("Onward-Version", UrlEncoding.encode(model.version()));
    }
}
