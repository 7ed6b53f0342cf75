package dev.onward.ops;

import dev.onward.http.HttpException;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.Route;
import dev.onward.http.StaticFile;
import dev.onward.http.Templates;
import dev.onward.openapi.ApiDescription;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenAPI document, and Swagger UI to try it out. Only those files of Swagger UI that the page needs are served.
 */
public final class ApiDocs {

    /** The template. */
    private static final String PAGE = "docs";

    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String WEBJAR_VERSION = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final List<String> FILES = List.of("swagger-ui.css", "swagger-ui-bundle.js");

    /** Swagger UI has icons in its style sheet, and its script sets styles. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private final ApiDescription description;
    private final Templates templates;
    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    public ApiDocs(ApiDescription description, Templates templates) {
        this.description = description;
        this.templates = templates;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/openapi.json", this::document).operation("openapi"),
                Route.get("/docs", this::page).takesTrailingSlash().operation("docs"),
                Route.get("/docs/{file}", this::file));
    }

    /** Renders the page, and computes the OpenAPI document if it has not been requested yet. */
    void warmUp() throws IOException {
        templates.warmUp(PAGE, Map.of());
        description.prepare();
    }

    /** Sends the OpenAPI document. */
    private void document(RequestContext request) throws IOException {
        description.document().send(request);
    }

    /** Sends the page. */
    private void page(RequestContext request) throws IOException {
        request.accepts(List.of(MediaTypes.HTML));
        request.header("Content-Security-Policy", POLICY);
        templates.send(request, PAGE, Map.of());
    }

    /** Sends a file that the page loads. It is read with its first request, since it is large. */
    private void file(RequestContext request) throws IOException {
        request.pathParameter("file")
                .filter(FILES::contains)
                .map(name -> files.computeIfAbsent(name, ApiDocs::read))
                .orElseThrow(() -> HttpException.nothingAt(request))
                .send(request);
    }

    private static StaticFile read(String name) {
        Properties webjar = new Properties();
        try (InputStream in = open(WEBJAR_VERSION)) {
            webjar.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (InputStream in = open(WEBJAR + webjar.getProperty("version") + "/" + name)) {
            return StaticFile.of(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = ApiDocs.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("Swagger UI's jar does not contain " + name);
        }
        return in;
    }
}
