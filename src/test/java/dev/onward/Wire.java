package dev.onward;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
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

    private static final int CONTINUE = 100;

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
        send(request("POST", path, "Content-Type: " + contentType + "\r\n", body.getBytes(StandardCharsets.UTF_8)));
        return read(StandardCharsets.UTF_8);
    }

    /**
     * The bytes of a whole request.
     *
     * @param headers further header lines, each with its line end
     */
    public static byte[] request(String method, String path, String headers, byte[] body) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                + body.length + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /** Sends a whole request. The body of its answer is ISO 8859-1, one character per byte. */
    public Answer exchange(byte[] request) throws IOException {
        send(request);
        return read(StandardCharsets.ISO_8859_1);
    }

    /** Does the same for a request that may be incomplete, and ends the connection's output after it. */
    public Answer exchangeLast(byte[] request) throws IOException {
        write(request);
        socket.shutdownOutput();
        awaitFirstByte();
        return read(StandardCharsets.ISO_8859_1);
    }

    private void send(byte[] request) throws UnansweredException {
        write(request);
        awaitFirstByte();
    }

    private void write(byte[] request) throws UnansweredException {
        try {
            socket.getOutputStream().write(request);
        } catch (IOException e) {
            throw new UnansweredException(e);
        }
    }

    private void awaitFirstByte() throws UnansweredException {
        try {
            in.mark(1);
            if (in.read() < 0) {
                throw new EOFException();
            }
            in.reset();
        } catch (IOException e) {
            throw new UnansweredException(e);
        }
    }

    private Answer read(Charset charset) throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        Map<String, String> headers = new HashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        if (status == CONTINUE) {
            return read(charset);
        }
        byte[] body = headers.getOrDefault("transfer-encoding", "").equals("chunked")
                ? chunks()
                : content(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(status, headers, new String(body, charset));
    }

    private byte[] content(int length) throws IOException {
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException(
                    "the server closed the connection after " + body.length + " of " + length + " bytes");
        }
        return body;
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
