package dev.onward.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;

/** A file that browsers may keep, as long as they ask each time whether it is still the same. */
final class Asset {

    private final String contentType;
    private final byte[] content;
    private final String tag;

    private Asset(String contentType, byte[] content) {
        this.contentType = contentType;
        this.content = content;
        this.tag = "\"" + Integer.toHexString(Arrays.hashCode(content)) + "\"";
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
        boolean known = tag.equals(request.getHeader("If-None-Match"));
        if (known) {
            response.setStatus(304);
        }
        return known;
    }
}
