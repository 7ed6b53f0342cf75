import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the same request again and again over a number of connections, with one thread, and prints a line with the
 * results: answers per second, answers that were not 200, and the median and 99th percentile of the latency in
 * microseconds.
 *
 * <p>{@code java Load.java PORT PATH BODY CONTENT_TYPE CONNECTIONS [HEADER…]}, then on standard input a line for each
 * measurement: its seconds and its rate. With the rate 0, each connection sends its next request when it has its
 * answer. Otherwise requests are due at this rate, and their latency counts from the time at which they were due. If
 * the server says that it closes the connection, each request has one of its own.
 */
public final class Load {

    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
    private static final int OK = 200;

    private final Selector selector = Selector.open();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final int port;
    private final byte[] request;
    private final int connections;
    private long[] latencies = new long[1 << 16];
    private int answers;
    private int others;
    private boolean closes;

    private Load(int port, byte[] request, int connections) throws IOException {
        this.port = port;
        this.request = request;
        this.connections = connections;
    }

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        byte[] body = Files.readAllBytes(Path.of(arguments[2]));
        String head = "POST " + arguments[1] + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nContent-Type: "
                + arguments[3] + "\r\nAccept: */*\r\nContent-Length: " + body.length + "\r\n";
        for (int i = 5; i < arguments.length; i++) {
            head += arguments[i] + "\r\n";
        }
        head += "\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        Load load = new Load(port, request, Integer.parseInt(arguments[4]));
        for (String line; (line = readLine()) != null; ) {
            String[] measurement = line.split(" ");
            load.measure(Double.parseDouble(measurement[0]), Double.parseDouble(measurement[1]));
        }
    }

    private static String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = System.in.read(); c != '\n'; c = System.in.read()) {
            if (c < 0) {
                return null;
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private void measure(double seconds, double rate) throws IOException {
        answers = 0;
        others = 0;
        for (int i = 0; i < connections; i++) {
            idle.add(new Connection());
        }
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long sent = 0;
        while (System.nanoTime() < end) {
            if (rate == 0) {
                while (!idle.isEmpty()) {
                    idle.poll().send(System.nanoTime());
                }
                selector.select(this::read, 100);
            } else {
                long due = start + (long) (sent * 1e9 / rate);
                if (due <= System.nanoTime() && !idle.isEmpty()) {
                    idle.poll().send(due);
                    sent++;
                } else if (selector.selectNow(this::read) == 0) {
                    LockSupport.parkNanos(20_000);
                }
            }
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        int counted = answers;
        long[] sorted = Arrays.copyOf(latencies, counted);
        while (idle.size() < connections) {
            selector.select(this::read, 100);
        }
        // A server closes connections that are not used while others are measured.
        for (Connection connection : idle) {
            connection.channel.close();
        }
        idle.clear();
        selector.selectNow();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%.1f %d %.1f %.1f%n",
                counted / elapsed,
                others,
                quantile(sorted, 0.5),
                quantile(sorted, 0.99));
        System.out.flush();
    }

    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1e3;
    }

    private void read(SelectionKey key) {
        try {
            ((Connection) key.attachment()).read();
        } catch (IOException e) {
            throw new IllegalStateException("the connection failed: " + e.getMessage(), e);
        }
    }

    private final class Connection {

        private SocketChannel channel;
        private final ByteBuffer out = ByteBuffer.allocateDirect(request.length).put(request);
        private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 19);
        private final byte[] head = new byte[1 << 12];
        private long start;

        Connection() throws IOException {
            open();
        }

        private void open() throws IOException {
            channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(long due) throws IOException {
            start = due;
            if (!channel.isOpen()) {
                open();
            }
            out.flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        void read() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("the server has closed a connection after " + answers + " answers");
            }
            int count = Math.min(in.position(), head.length);
            in.get(0, head, 0, count);
            int body = bodyStart(count);
            if (body < 0 || in.position() < body + bodyLength(body)) {
                return;
            }
            others += status() == OK ? 0 : 1;
            if (answers == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * answers);
            }
            latencies[answers++] = System.nanoTime() - start;
            in.clear();
            if (answers == 1) {
                closes = header(CLOSE, body) >= 0;
            }
            if (closes) {
                channel.close();
            }
            idle.add(this);
        }

        private int status() {
            return (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
        }

        private int bodyStart(int count) {
            for (int i = 3; i < count; i++) {
                if (head[i] == '\n' && head[i - 1] == '\r' && head[i - 2] == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }

        private int bodyLength(int end) {
            int at = header(LENGTH, end);
            if (at < 0) {
                throw new IllegalStateException("expected a response with a Content-Length, got none");
            }
            int length = 0;
            for (; head[at] != '\r'; at++) {
                length = 10 * length + head[at] - '0';
            }
            return length;
        }

        /** The position behind a line's beginning, in any case; -1 if there is no such line. */
        private int header(byte[] beginning, int end) {
            for (int i = 0; i < end - beginning.length; i++) {
                if (head[i] == '\n' && begins(beginning, i + 1)) {
                    return i + 1 + beginning.length;
                }
            }
            return -1;
        }

        private boolean begins(byte[] beginning, int from) {
            for (int i = 0; i < beginning.length; i++) {
                if ((head[from + i] | 0x20) != (beginning[i] | 0x20)) {
                    return false;
                }
            }
            return true;
        }
    }
}
