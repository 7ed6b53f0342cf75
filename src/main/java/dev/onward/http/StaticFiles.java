package dev.onward.http;

import dev.onward.settings.Brand;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** The name of the style sheet with a brand's colour. */
    private static final String BRAND_STYLE = "brand.css";

    private final Map<String, StaticFile> files = new HashMap<>();

    /** Reads all files of the folder {@code static}, and those of the brand. */
    public StaticFiles(ServletContext context, Brand brand) {
        Set<String> paths = context.getResourcePaths(FOLDER);
        for (String path : paths == null ? Set.<String>of() : paths) {
            files.put(path.substring(FOLDER.length()), read(context, path));
        }
        brand.accent().ifPresent(colour -> {
            byte[] style = AccentColours.styleSheet(colour).getBytes(StandardCharsets.UTF_8);
            files.put(BRAND_STYLE, StaticFile.of(BRAND_STYLE, style));
        });
        brand.logo().ifPresent(logo -> files.put(brandLogo(logo), read(logo)));
    }

    public Route route() {
        return Route.get(FOLDER + "{file}", this::send);
    }

    private void send(RequestContext request) throws IOException {
        Optional<StaticFile> file = request.pathParameter("file").map(files::get);
        file.orElseThrow(() -> HttpException.nothingAt(request)).send(request);
    }

    /** The name under which a brand's logo is served. */
    static String brandLogo(Path logo) {
        return "brand-" + logo.getFileName();
    }

    private static StaticFile read(Path file) {
        try {
            return StaticFile.of(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StaticFile read(ServletContext context, String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            return StaticFile.of(path, in == null ? new byte[0] : in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
