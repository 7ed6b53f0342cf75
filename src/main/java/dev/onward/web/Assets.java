package dev.onward.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The pages' style sheet and icon, read once. Served here and not by the container's own servlet, so that nothing else
 * of the WAR can be fetched and headers and errors are the same everywhere.
 */
final class Assets {

    private static final String FOLDER = "/static/";

    private final Map<String, Asset> assets = new HashMap<>();

    Assets(ServletContext context) {
        Set<String> paths = context.getResourcePaths(FOLDER);
        for (String path : paths == null ? Set.<String>of() : paths) {
            assets.put(path.substring(FOLDER.length()), read(context, path));
        }
    }

    void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new HttpException(404, "there is nothing at " + request.getRequestURI());
        }
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", asset.tag);
        if (asset.tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(304);
            return;
        }
        response.setContentType(asset.contentType);
        response.setContentLength(asset.content.length);
        response.getOutputStream().write(asset.content);
    }

    private static Asset read(ServletContext context, String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            byte[] content = in == null ? new byte[0] : in.readAllBytes();
            String type = path.endsWith(".css") ? "text/css;charset=UTF-8" : "image/svg+xml";
            return new Asset(type, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Asset {

        private final String contentType;
        private final byte[] content;
        private final String tag;

        Asset(String contentType, byte[] content) {
            this.contentType = contentType;
            this.content = content;
            this.tag = "\"" + Integer.toHexString(Arrays.hashCode(content)) + "\"";
        }
    }
}
