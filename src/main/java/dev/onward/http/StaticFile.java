package dev.onward.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file that browsers may cache if they revalidate it each time. Text is sent in gzip to those who accept it. */
public final class StaticFile {

    private final String contentType;
    private final byte[] content;
    private final boolean isText;
    private final String tag;

    /** Made for the first caller that accepts it. */
    private volatile byte @Nullable [] compressed;

    private StaticFile(String contentType, byte[] content, boolean isText) {
        this.contentType = contentType;
        this.content = content;
        this.isText = isText;
        this.tag = tag(content);
    }

    /** @param name of the file, which ends in css, js, json, png or svg */
    public static StaticFile of(String name, byte[] content) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        String type =
                switch (extension) {
                    case "css" -> "text/css;charset=UTF-8";
                    case "js" -> "text/javascript;charset=UTF-8";
                    case "json" -> MediaTypes.JSON;
                    case "png" -> "image/png";
                    default -> "image/svg+xml";
                };
        return new StaticFile(type, content, !extension.equals("png"));
    }

    /** An entity tag that changes with the content, in quotes. */
    public static String tag(byte[] content) {
        return quoted(UUID.nameUUIDFromBytes(content).toString());
    }

    /** The entity tag of the file as it is, in quotes. */
    public String tag() {
        return tag;
    }

    /** The file as it is. */
    public InputStream content() {
        return new ByteArrayInputStream(content);
    }

    public void send(RequestContext request) throws IOException {
        request.header("Cache-Control", "no-cache");
        if (isText) {
            request.header("Vary", "Accept-Encoding");
        }
        boolean compresses = isText && MediaTypes.acceptsGzip(request.headerLines("Accept-Encoding"));
        // The same content in two encodings has two tags (RFC 9110, section 8.8.3.3).
        String own = compresses ? quoted(tag.substring(1, tag.length() - 1) + "-gzip") : tag;
        request.header("ETag", own);
        String known = request.headerLines("If-None-Match");
        // A proxy that compresses a response weakens its tag; the weak comparison ignores this (section 13.1.2).
        if (EntityTags.contains(known, own) || EntityTags.contains(known, "W/" + own)) {
            request.status(304);
        } else if (compresses) {
            request.header("Content-Encoding", "gzip").send(contentType, compressed());
        } else {
            request.send(contentType, content);
        }
    }

    private byte[] compressed() {
        byte[] known = compressed;
        if (known != null) {
            return known;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] made = bytes.toByteArray();
        compressed = made;
        return made;
    }

    private static String quoted(String tag) {
        return '"' + tag + '"';
    }
}
