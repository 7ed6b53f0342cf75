package dev.onward;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A prediction whose head and half of its body have been sent. It asks for permission to send its body, so the server
 * leaves it to the application to read it.
 */
public final class SlowRequest implements AutoCloseable {

    private static final String BODY = BankNotes.GENUINE;

    private final Socket socket;
    private int sent = 20;

    private SlowRequest(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        write("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + "Expect: 100-continue\r\n"
                + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY.substring(0, sent));
    }

    public static SlowRequest begin(WebApp server) throws IOException {
        return begin(server.url());
    }

    /** Begins a request, and returns when the server has it in flight, as the only one. */
    public static SlowRequest begin(URI server) throws IOException {
        Http http = Http.to(server);
        SlowRequest slow = new SlowRequest(server);
        // This one and the slow one.
        Patience.await(
                () -> http.get("/metrics").body().contains("\nonward_http_requests_in_flight 2.0\n"),
                "the slow request has arrived");
        return slow;
    }

    public boolean isConnected() {
        return socket.isConnected();
    }

    /** Sends the next byte of the body. */
    public void sendByte() throws IOException {
        write(BODY.substring(sent, ++sent));
    }

    /** Sends the rest, and returns the answer with its head. */
    public String finish() throws IOException {
        write(BODY.substring(sent));
        sent = BODY.length();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replaceFirst("^HTTP/1.1 100 [^\r]*\r\n\r\n", "");
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
