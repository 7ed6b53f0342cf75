package dev.onward;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection that is kept for one request after the other. It neither repeats a request nor ends a connection, as
 * the JDK's client does under load (one in some 40,000 requests, "connection closed locally"), so that every request
 * that is lost was lost by the server.
 */
public final class Wire implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    public Wire(URI server) throws IOException {
        this.socket = new Socket(server.getHost(), server.getPort());
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
    }

    /**
     * An answer.
     *
     * @param headers by their names in lower case
     */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /** The connection ended before the first byte of an answer: whoever sent may send again on another. */
    public static final class UnansweredException extends IOException {

        private static final long serialVersionUID = 1L;

        private UnansweredException(Throwable cause) {
            super("the connection ended before the answer", cause);
        }
    }

    public Answer post(String path, String contentType, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType
                + "\r\nContent-Length: " + content.length + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(content);
        send(request.toByteArray());
        return read();
    }

    private void send(byte[] request) throws UnansweredException {
        try {
            socket.getOutputStream().write(request);
            in.mark(1);
            if (in.read() < 0) {
                throw new EOFException();
            }
            in.reset();
        } catch (IOException e) {
            throw new UnansweredException(e);
        }
    }

    private Answer read() throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        Map<String, String> headers = new HashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = headers.getOrDefault("transfer-encoding", "").equals("chunked")
                ? chunks()
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    /** Whatever the application says of its answers, a container may answer for itself. */
    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int length;
        do {
            length = Integer.parseInt(line(), 16);
            body.write(in.readNBytes(length));
            line();
        } while (length > 0);
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
