package dev.onward.openapi;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
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

    /** The document in JSON. */
    public InputStream content() {
        return new ByteArrayInputStream(json);
    }
}
