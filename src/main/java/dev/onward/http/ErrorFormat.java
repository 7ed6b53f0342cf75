package dev.onward.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The format of errors that the clients of a protocol expect. */
@FunctionalInterface
public interface ErrorFormat {

    /**
     * Returns the body of an error.
     *
     * @param id the identifier of the request, for formats that contain it
     */
    ErrorBody body(ErrorResponse error, String id);

    /** Sends the body. The status and the headers of the error are already set. */
    default void send(ErrorResponse error, RequestContext request) throws IOException {
        ErrorBody body = body(error, request.id());
        request.send(body.contentType(), body.text().getBytes(StandardCharsets.UTF_8));
    }
}
