package dev.onward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests over real HTTP to one server that all tests share; it is started when it is first needed. */
public final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String server;

    private Http(URI server) {
        this.server = server.toString().replaceFirst("/$", "");
    }

    /** Started once for all tests of the JVM, with every setting at its default. */
    private static final class Shared {
        private static final WebApp SERVER = WebApp.serve();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    /** An answer, read to its end. */
    public record Answer(int status, HttpResponse<String> response) {

        public String body() {
            return response.body();
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /** In lower case and without blanks, which containers handle each in their own way. */
        public String contentType() {
            return header("Content-Type").orElse("").toLowerCase(Locale.ROOT).replace(" ", "");
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }
    }

    public static Http shared() {
        return new Http(Shared.SERVER.url());
    }

    public static Http to(OnwardProcess server) {
        return to(server.url());
    }

    public static Http to(WebApp server) {
        return to(server.url());
    }

    /** @param server with the context path of the application */
    public static Http to(URI server) {
        return new Http(server);
    }

    /** @param path beginning with a slash, below the context path of the application */
    public URI url(String path) {
        return URI.create(server + path);
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public Answer postJson(String path, String json, String... headers) {
        return send("POST", path, BodyPublishers.ofString(json), with(headers, "Content-Type", "application/json"));
    }

    public Answer postForm(String path, String form, String... headers) {
        return send(
                "POST",
                path,
                BodyPublishers.ofString(form),
                with(headers, "Content-Type", "application/x-www-form-urlencoded"));
    }

    public Answer postCsv(String path, String csv, String... headers) {
        return send("POST", path, BodyPublishers.ofString(csv), with(headers, "Content-Type", "text/csv"));
    }

    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(path)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return answer(send(request.build()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request as it is, without a client, and returns all of the response. */
    public String raw(String request) throws IOException {
        URI address = URI.create(server);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response);
    }

    /**
     * Where nothing is lost it asks again: once in tens of thousands of requests the client closes its own connection.
     */
    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            if (!request.method().equals("GET")) {
                throw e;
            }
            return CLIENT.send(request, BodyHandlers.ofString());
        }
    }

    private static String[] with(String[] headers, String name, String value) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }
}
