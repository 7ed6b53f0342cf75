package dev.onward.openapi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** An OpenAPI document in JSON. */
public final class ApiDocument {

    private final byte[] json;
    private final String tag;

    ApiDocument(String json) {
        this.json = json.getBytes(StandardCharsets.UTF_8);
        this.tag = "\"" + UUID.nameUUIDFromBytes(this.json) + "\"";
    }

    /** The entity tag, in quotes, which differs for each content. */
    public String tag() {
        return tag;
    }

    /** The number of bytes. */
    public int length() {
        return json.length;
    }

    /** @param out not closed */
    public void writeTo(OutputStream out) throws IOException {
        out.write(json);
    }
}
