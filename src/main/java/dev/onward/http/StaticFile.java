package dev.onward.http;

import java.io.IOException;
import java.util.UUID;
import java.util.stream.Stream;

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

    /** @param name of the file, which ends in css, js or svg */
    public static StaticFile of(String name, byte[] content) {
        String type = name.endsWith(".css")
                ? "text/css;charset=UTF-8"
                : name.endsWith(".js") ? "text/javascript;charset=UTF-8" : "image/svg+xml";
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
        boolean unchanged = names(request.headerLines("If-None-Match"), tag);
        if (unchanged) {
            request.status(304);
        }
        return unchanged;
    }

    /**
     * Uses the weak comparison (RFC 9110, section 13.1.2), because a proxy that compresses a response weakens its tag.
     */
    private static boolean names(String header, String tag) {
        return Stream.of(header.split(",", -1))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }
}
