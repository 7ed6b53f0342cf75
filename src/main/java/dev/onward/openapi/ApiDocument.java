package dev.onward.openapi;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;

/** An OpenAPI document in JSON. */
public final class ApiDocument {

    private final byte[] json;
    private final String tag;

    ApiDocument(byte[] json) {
        this.json = json;
        this.tag = "\"" + UUID.nameUUIDFromBytes(json) + "\"";
    }

    /** Another one for another content, in quotes as HTTP has it. */
    public String tag() {
        return tag;
    }

    public int length() {
        return json.length;
    }

    /** @param out not closed */
    public void writeTo(OutputStream out) throws IOException {
        out.write(json);
    }
}
