package dev.onward.http;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pages' style sheets, icon and scripts, read once. The container's own servlet for files is not used, so that
 * nothing else in the WAR can be downloaded, and headers and errors are the same in every container.
 */
public final class StaticFiles {

    private static final String FOLDER = "/static/";

    private final Map<String, StaticFile> files = new HashMap<>();

    /** Reads all files of the folder {@code static}. */
    public StaticFiles(ServletContext context) {
        Set<String> paths = context.getResourcePaths(FOLDER);
        for (String path : paths == null ? Set.<String>of() : paths) {
            files.put(path.substring(FOLDER.length()), read(context, path));
        }
    }

    public Route route() {
        return Route.get(FOLDER + "{file}", this::send);
    }

    private void send(RequestContext request) throws IOException {
        Optional<StaticFile> file = request.pathParameter("file").map(files::get);
        file.orElseThrow(() -> HttpException.nothingAt(request)).send(request);
    }

    private static StaticFile read(ServletContext context, String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            return StaticFile.of(path, in == null ? new byte[0] : in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
