package dev.onward.http;

import java.io.IOException;

/** Handles a request. Errors are thrown, and {@link ErrorFilter} converts them to a status. */
@FunctionalInterface
public interface Handler {

    void handle(RequestContext request) throws IOException;
}
