package dev.onward.deploy;

import dev.onward.Http;
import dev.onward.Patience;
import dev.onward.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** HAProxy as it is installed here, with deploy/haproxy.cfg as it is there; only the addresses are others. */
final class HaProxy implements AutoCloseable {

    static final Path CONFIGURATION = Path.of("deploy/haproxy.cfg").toAbsolutePath();

    private final int port = Ports.free();
    private final int statusPort = Ports.free();
    private final int adminPort = Ports.free();
    private final Path log;
    private final Process process;

    /**
     * A line of its log, by the format that the configuration gives.
     *
     * @param ended "--" if in order
     */
    record Line(String path, int status, String server, String ended) {

        boolean inOrder() {
            return status == 200 && ended.equals("--");
        }

        private static Line of(String line) {
            String[] fields = line.split(" ", -1);
            return new Line(fields[2], Integer.parseInt(fields[3]), fields[6], fields[7]);
        }
    }

    private HaProxy(List<String> servers) throws IOException {
        this.log = Files.createDirectories(Path.of("target/deploy")).resolve("haproxy-" + port + ".log");
        ProcessBuilder builder = new ProcessBuilder(Programs.haproxy(), "-db", "-f", CONFIGURATION.toString())
                .redirectError(Path.of(log + ".err").toFile())
                .redirectOutput(log.toFile());
        builder.environment().put("PROXY_BIND", "127.0.0.1:" + port);
        builder.environment().put("STATUS_BIND", "127.0.0.1:" + statusPort);
        builder.environment().put("ADMIN_BIND", "ipv4@127.0.0.1:" + adminPort);
        for (int i = 0; i < servers.size(); i++) {
            builder.environment().put("ONWARD_" + (i + 1), servers.get(i));
        }
        this.process = builder.start();
    }

    /** Starts it and returns once it knows all of them as up; they are onward-1, onward-2 and so on. */
    static HaProxy before(List<String> servers) {
        try {
            HaProxy proxy = new HaProxy(servers);
            Patience.await(
                    () -> proxy.listens()
                            && Stream.iterate(1, i -> i <= servers.size(), i -> i + 1)
                                    .allMatch(proxy::isUp),
                    "HAProxy has all servers up");
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Http status() {
        return Http.to(URI.create("http://127.0.0.1:" + statusPort));
    }

    private boolean listens() {
        try {
            return status().get("/health").status() == 200;
        } catch (UncheckedIOException e) {
            if (!process.isAlive()) {
                throw e;
            }
            return false;
        }
    }

    /** Whether it sends requests to a server. */
    boolean isUp(int server) {
        return figure(server, "status").startsWith("UP");
    }

    /** Sends a server nothing more ("drain"), or what it is due again ("ready"). */
    void set(int server, String state) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), adminPort)) {
            String command = "set server replicas/onward-" + server + " state " + state + "\n";
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (!answer.isBlank()) {
                throw new IllegalStateException(answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many requests a server was sent. */
    int requests(int server) {
        return Integer.parseInt(figure(server, "stot"));
    }

    /** How often a request was sent again after it failed at a server. */
    int repeated(int server) {
        return Integer.parseInt(figure(server, "wretr")) + Integer.parseInt(figure(server, "wredis"));
    }

    private String figure(int server, String name) {
        List<String[]> rows = status().get("/;csv")
                .body()
                .lines()
                .map(line -> line.split(",", -1))
                .toList();
        String[] names = rows.get(0);
        Map<String, String> figures = new HashMap<>();
        rows.stream().filter(row -> row[1].equals("onward-" + server)).forEach(row -> {
            for (int i = 0; i < names.length; i++) {
                figures.put(names[i], row[i]);
            }
        });
        return figures.getOrDefault(name, "");
    }

    /** What it has logged of requests so far. */
    List<Line> lines() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.split(" ", -1).length == 9)
                    .map(Line::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
