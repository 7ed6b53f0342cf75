package dev.onward.web;

import dev.onward.openapi.ApiDescription;
import dev.onward.openapi.ApiDocument;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The description of everything that is served, for programs and, by Swagger UI, for people. Of Swagger UI's files only
 * those that the page needs are served.
 */
final class ApiDocs {

    static final String PATH = "/docs";

    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String WEBJAR_VERSION = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final List<String> FILES = List.of("swagger-ui.css", "swagger-ui-bundle.js");

    /** Swagger UI shows icons that stand in its style sheet, and sets styles from its script. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private final ApiDescription description;
    private final Pages pages;
    private final Map<String, Asset> files =
            FILES.stream().collect(Collectors.toMap(Function.identity(), ApiDocs::read));

    ApiDocs(ApiDescription description, Pages pages) {
        this.description = description;
        this.pages = pages;
    }

    /** The OpenAPI document. */
    void document(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ApiDocument document = description.document();
        if (Asset.isKnown(document.tag(), request, response)) {
            return;
        }
        response.setContentType(MediaTypes.JSON);
        response.setContentLength(document.length());
        document.writeTo(response.getOutputStream());
    }

    /** The page, and its files below it. */
    void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
        String name = path.substring(1);
        Asset file = files.get(name);
        if (file != null) {
            file.send(request, response);
        } else if (name.isEmpty()) {
            MediaTypes.accepted(request, List.of(MediaTypes.HTML));
            response.setHeader("Content-Security-Policy", POLICY);
            pages.write(request, response, "docs", Map.of());
        } else {
            throw new HttpException(404, "there is nothing at " + request.getRequestURI());
        }
    }

    private static Asset read(String name) {
        Properties webjar = new Properties();
        try (InputStream in = open(WEBJAR_VERSION)) {
            webjar.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (InputStream in = open(WEBJAR + webjar.getProperty("version") + "/" + name)) {
            return Asset.of(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = ApiDocs.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("Swagger UI's jar lacks " + name);
        }
        return in;
    }
}
