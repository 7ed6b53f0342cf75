package dev.onward.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.onward.Patience;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Connections that send one byte of a body per second, half of them after its first 20 kB. A connection that has ended
 * is replaced by a new one.
 */
final class SlowSenders implements AutoCloseable {

    private static final int CONNECTIONS = 250;
    private static final int SENT_AT_ONCE = 20_000;
    private static final long PAUSE_MILLIS = TimeUnit.SECONDS.toMillis(1);
    private static final String CSV = "variance,skewness,curtosis,entropy\n";
    private static final List<Body> BODIES = List.of(
            new Body("/models/banknote/predict", "application/json", "["),
            new Body("/v2/models/banknote/infer", "application/json", "["),
            new Body("/models/banknote/predict", "text/csv", CSV),
            new Body(
                    "/models/banknote/predict",
                    "multipart/form-data; boundary=x",
                    "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + CSV));

    private final URI server;
    private final Clients clients = new Clients();
    private final Tally tally = new Tally("slow senders");
    private final List<Connection> connections = new ArrayList<>();
    private int opened;
    private volatile int open;
    private volatile boolean isStopping;

    /** The beginning of a body. */
    private record Body(String path, String type, String begin) {

        byte[] head(int sentAtOnce) {
            String first = begin + " ".repeat(Math.max(0, sentAtOnce - begin.length()));
            return ("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                            + "\r\nContent-Length: 5000000\r\n\r\n" + first)
                    .getBytes(US_ASCII);
        }
    }

    private record Connection(Socket socket, long begun) {}

    private SlowSenders(URI server) {
        this.server = server;
        clients.repeat(this::round);
    }

    static SlowSenders start(URI server) {
        return new SlowSenders(server);
    }

    /** A byte on each connection. */
    private boolean round() {
        for (Iterator<Connection> each = connections.iterator(); each.hasNext(); ) {
            Connection connection = each.next();
            if (hasEnded(connection)) {
                each.remove();
                closeQuietly(connection.socket);
            }
        }
        boolean isListening = true;
        while (isListening && connections.size() < CONNECTIONS) {
            isListening = open();
        }
        open = connections.size();
        Patience.pause(PAUSE_MILLIS);
        if (clients.isStopped()) {
            connections.forEach(connection -> closeQuietly(connection.socket));
        }
        return isListening;
    }

    private boolean hasEnded(Connection connection) {
        try {
            int available = connection.socket.getInputStream().available();
            if (available > 0) {
                classify(new String(connection.socket.getInputStream().readNBytes(available), US_ASCII), connection);
                return true;
            }
            connection.socket.getOutputStream().write(' ');
            return false;
        } catch (IOException e) {
            tally.unanswered();
            return true;
        }
    }

    private void classify(String answer, Connection connection) {
        long nanos = System.nanoTime() - connection.begun;
        if (answer.startsWith("HTTP/1.1 408 ")) {
            tally.right("408", nanos);
        } else if (isStopping && answer.startsWith("HTTP/1.1 400 ")) {
            tally.cutShort();
        } else if (answer.startsWith("HTTP/1.1 503 ") && answer.contains("\r\nRetry-After: ")) {
            tally.refused();
        } else {
            tally.wrong(answer);
        }
    }

    private boolean open() {
        try {
            Socket socket = new Socket(server.getHost(), server.getPort());
            connections.add(new Connection(socket, System.nanoTime()));
            Body body = BODIES.get(opened % BODIES.size());
            boolean isLong = opened / BODIES.size() % 2 == 1;
            opened++;
            socket.getOutputStream().write(body.head(isLong ? SENT_AT_ONCE : 1));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It has ended in any case.
        }
    }

    /** From now on, the server may give up a body. */
    void expectStop() {
        isStopping = true;
    }

    int refusedConnections() {
        return clients.refusedConnections();
    }

    Tally tally() {
        return tally;
    }

    /** True as soon as all are connected. */
    boolean areConnected() {
        return open == CONNECTIONS;
    }

    void stop() {
        clients.stop();
    }

    @Override
    public void close() {
        clients.close();
    }
}
