package dev.onward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The machine's Firefox, without a window, controlled by <a href="https://www.w3.org/TR/webdriver-bidi/">WebDriver
 * BiDi</a>. Selenium needs geckodriver for that, which Debian does not package.
 */
public final class Firefox implements AutoCloseable {

    public static final String ENTER = "\uE007";
    public static final String PAGE_UP = "\uE00E";

    private static final JsonMapper JSON = new JsonMapper();
    private static final long PATIENCE_SECONDS = 60;

    /** What the content security policy forbids is logged, as Chromium does by itself. */
    private static final String REPORT_VIOLATIONS = """
            () => document.addEventListener("securitypolicyviolation",
              (event) => console.error(`${event.violatedDirective} forbids ${event.blockedURI}`))
            """;

    private final Process process;
    private final WebSocket socket;
    private final String page;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    private Firefox(Process process, URI address) {
        this.process = process;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Receiver())
                .join();
        send("session.new", Map.of("capabilities", Map.of()));
        send("session.subscribe", Map.of("events", List.of("log.entryAdded")));
        send("script.addPreloadScript", Map.of("functionDeclaration", REPORT_VIOLATIONS));
        page = send("browsingContext.getTree", Map.of())
                .at("/contexts/0/context")
                .stringValue();
    }

    /** Starts one with its profile in an empty folder. */
    public static Firefox start(Path profile) {
        try {
            Process process = new ProcessBuilder(
                            System.getProperty("firefox", "/usr/bin/firefox-esr"),
                            "--headless",
                            "--no-remote",
                            "--profile",
                            profile.toString(),
                            "--remote-debugging-port=0")
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            return new Firefox(process, address(process, profile.resolve("WebDriverBiDiServer.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the file in which Firefox notes its port. */
    private static URI address(Process process, Path file) throws IOException {
        Patience.await(() -> file.toFile().length() > 0 || !process.isAlive(), "Firefox starts");
        if (!process.isAlive()) {
            throw new IllegalStateException("Firefox has ended with " + process.exitValue());
        }
        JsonNode server = JSON.readTree(Files.readString(file));
        return URI.create("ws://" + server.path("ws_host").stringValue() + ":" + server.path("ws_port") + "/session");
    }

    /** Opens an address, and waits until the page has loaded. */
    public void open(String address) {
        send("browsingContext.navigate", Map.of("context", page, "url", address, "wait", "complete"));
        await("document.readyState === 'complete'");
    }

    public void goBack() {
        send("browsingContext.traverseHistory", Map.of("context", page, "delta", -1));
    }

    /** Gives the page a screen of this size, in pixels. */
    public void resize(int width, int height) {
        send(
                "browsingContext.setViewport",
                Map.of("context", page, "viewport", Map.of("width", width, "height", height)));
        await("innerWidth === " + width);
    }

    /** Returns the value of an expression as text. */
    public String evaluate(String expression) {
        return run("String(" + expression + ")").path("value").asString();
    }

    /** Waits until an expression is true. Pages may be left meanwhile. */
    public void await(String expression) {
        Patience.await(
                () -> {
                    try {
                        return evaluate(expression).equals("true");
                    } catch (IllegalStateException e) {
                        return false;
                    }
                },
                expression);
    }

    /** Presses keys in a control. */
    public void type(String selector, String keys) {
        run("document.querySelector(`" + selector + "`).focus()");
        List<Map<String, String>> presses = new ArrayList<>();
        keys.codePoints().mapToObj(Character::toString).forEach(key -> {
            presses.add(Map.of("type", "keyDown", "value", key));
            presses.add(Map.of("type", "keyUp", "value", key));
        });
        perform("key", presses);
    }

    public void click(String selector) {
        run("document.querySelector(`" + selector + "`).scrollIntoView({ block: 'center' })");
        Map<String, Object> origin = Map.of("type", "element", "element", element(selector));
        perform(
                "pointer",
                List.of(
                        Map.of("type", "pointerMove", "x", 0, "y", 0, "origin", origin),
                        Map.of("type", "pointerDown", "button", 0),
                        Map.of("type", "pointerUp", "button", 0)));
    }

    private void perform(String device, List<? extends Map<String, ?>> actions) {
        Map<String, Object> source = Map.of("type", device, "id", device, "actions", actions);
        send("input.performActions", Map.of("context", page, "actions", List.of(source)));
    }

    /** Chooses a file in a file control. */
    public void choose(String selector, Path file) {
        send(
                "input.setFiles",
                Map.of("context", page, "element", element(selector), "files", List.of(file.toString())));
    }

    /** Returns the errors and warnings in the console since the last call. */
    public List<String> errors() {
        List<String> all = new ArrayList<>();
        for (String error = errors.poll(); error != null; error = errors.poll()) {
            all.add(error);
        }
        return all;
    }

    private Map<String, String> element(String selector) {
        JsonNode element = run("document.querySelector(`" + selector + "`)");
        return Map.of("sharedId", element.path("sharedId").stringValue());
    }

    private JsonNode run(String expression) {
        JsonNode result = send(
                "script.evaluate",
                Map.of("expression", expression, "target", Map.of("context", page), "awaitPromise", true));
        if (!result.path("type").asString().equals("success")) {
            throw new IllegalStateException(expression + ": " + result);
        }
        return result.path("result");
    }

    private JsonNode send(String method, Map<String, ?> params) {
        long id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        replies.put(id, reply);
        String command = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", params));
        socket.sendText(command, true).join();
        JsonNode message = reply.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        if (message.has("error")) {
            throw new IllegalStateException(method + ": " + message);
        }
        return message.path("result");
    }

    private void receive(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> reply =
                    replies.remove(message.path("id").asLong());
            if (reply != null) {
                reply.complete(message);
            }
        } else if (List.of("error", "warn").contains(message.at("/params/level").asString())) {
            errors.add(message.at("/params/text").asString());
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the parts of messages together. */
    private final class Receiver implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                receive(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
