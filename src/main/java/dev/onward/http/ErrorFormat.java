package dev.onward.http;

import java.io.IOException;

/** Writes the body of an error as the clients of a protocol expect it. */
@FunctionalInterface
public interface ErrorFormat {

    /** Writes the body, with its content type; the status and headers of the error are set already. */
    void write(ErrorResponse error, RequestContext request) throws IOException;
}
