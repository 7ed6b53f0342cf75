package dev.onward.http;

import java.io.IOException;
import java.util.UUID;

/** A file that browsers may cache if they revalidate it each time. */
public final class StaticFile {

    private final String contentType;
    private final byte[] content;
    private final String tag;

    private StaticFile(String contentType, byte[] content) {
        this.contentType = contentType;
        this.content = content;
        this.tag = tag(content);
    }

    /** @param name of the file, which ends in css, js, png or svg */
    public static StaticFile of(String name, byte[] content) {
        String type = name.endsWith(".css")
                ? "text/css;charset=UTF-8"
                : name.endsWith(".js")
                        ? "text/javascript;charset=UTF-8"
                        : name.endsWith(".png") ? "image/png" : "image/svg+xml";
        return new StaticFile(type, content);
    }

    /** An entity tag that changes with the content, in quotes. */
    public static String tag(byte[] content) {
        return "\"" + UUID.nameUUIDFromBytes(content) + "\"";
    }

    public void send(RequestContext request) throws IOException {
        if (!isUnchanged(request, tag)) {
            request.send(contentType, content);
        }
    }

    /**
     * Sets the tag of a response. Returns true if the caller already has the same one; the response, 304, is then
     * complete.
     */
    public static boolean isUnchanged(RequestContext request, String tag) {
        request.header("Cache-Control", "no-cache").header("ETag", tag);
        String known = request.headerLines("If-None-Match");
        // A proxy that compresses a response weakens its tag; the weak comparison ignores this (section 13.1.2).
        boolean unchanged = EntityTags.contains(known, tag) || EntityTags.contains(known, "W/" + tag);
        if (unchanged) {
            request.status(304);
        }
        return unchanged;
    }
}
