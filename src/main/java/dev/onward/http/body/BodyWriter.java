package dev.onward.http.body;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the body of a response. */
@FunctionalInterface
public interface BodyWriter {

    /** @param out need not be closed; closing it has no effect */
    void write(OutputStream out) throws IOException;
}
