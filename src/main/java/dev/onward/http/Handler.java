package dev.onward.http;

import java.io.IOException;

/** Answers a request. Anything that goes wrong is thrown and becomes a status in {@link ErrorFilter}. */
@FunctionalInterface
public interface Handler {

    void handle(RequestContext request) throws IOException;
}
