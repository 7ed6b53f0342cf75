package dev.onward.http;

import java.io.IOException;

/** Writes the body of an error in the format that the clients of a protocol expect. */
@FunctionalInterface
public interface ErrorFormat {

    /** Writes the body, with its content type. The status and the headers of the error are already set. */
    void write(ErrorResponse error, RequestContext request) throws IOException;
}
