package dev.onward.serving;

import dev.onward.http.RequestContext;
import dev.onward.model.Model;
import java.io.IOException;

/** Handles a request for predictions of a model with their details. */
@FunctionalInterface
public interface DetailHandler {

    /** @param details of the predictions of this model, for this request */
    void handle(Model model, RequestDetails details, RequestContext request) throws IOException;
}
