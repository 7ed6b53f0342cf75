package dev.onward.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file that browsers may keep, as long as they ask each time whether it is still the same. */
final class Asset {

    private final String contentType;
    private final byte[] content;
    private final String tag;

    private Asset(String contentType, byte[] content) {
        this.contentType = contentType;
        this.content = content;
        this.tag = "\"" + UUID.nameUUIDFromBytes(content) + "\"";
    }

    /** @param name ends in css, js or svg */
    static Asset of(String name, byte[] content) {
        String type = name.endsWith(".css")
                ? "text/css;charset=UTF-8"
                : name.endsWith(".js") ? "text/javascript;charset=UTF-8" : "image/svg+xml";
        return new Asset(type, content);
    }

    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isKnown(tag, request, response)) {
            return;
        }
        response.setContentType(contentType);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    /** Whether the sender has it already; then the answer is complete. */
    static boolean isKnown(String tag, HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", tag);
        boolean known = names(request.getHeader("If-None-Match"), tag);
        if (known) {
            response.setStatus(304);
        }
        return known;
    }

    /** By weak comparison (RFC 9110, section 13.1.2): whoever compresses an answer on its way weakens its tag. */
    private static boolean names(@Nullable String header, String tag) {
        return header != null
                && Stream.of(header.split(",", -1))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }
}
