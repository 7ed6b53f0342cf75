package dev.onward.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The pages' style sheets, icon and script, read once. Served here and not by the container's own servlet, so that nothing else
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
        asset.send(request, response);
    }

    private static Asset read(ServletContext context, String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            return Asset.of(path, in == null ? new byte[0] : in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
