package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.OnwardProcess;
import dev.onward.Patience;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The log of requests that Jetty rejects before they reach the application, of a server that has a log of its own. */
class RejectedRequestsIT {

    @Test
    void leaveOneLineEachInTheAccessLogAndNoneInTheOther() throws IOException {
        try (OnwardProcess server = OnwardProcess.serveClasses()) {
            String before = server.log();

            assertThat(raw(server, "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 414 ");
            assertThat(raw(server, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(raw(server, "NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            Patience.await(() -> server.out().size() >= 3, "the requests are logged");

            assertThat(server.out()).hasSize(3).allSatisfy(line -> assertThat(line)
                    .contains("\"route\":\"none\""));
            assertThat(server.log()).isEqualTo(before);
        }
    }

    private static String raw(OnwardProcess server, String request) throws IOException {
        try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
