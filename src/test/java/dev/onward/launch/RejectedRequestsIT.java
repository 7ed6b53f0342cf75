package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.OnwardProcess;
import dev.onward.Patience;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The log of requests that Jetty rejects before they reach the application, of a server that has a log of its own. */
class RejectedRequestsIT {

    @Test
    void leaveOneLineEachInTheAccessLogAndNoneInTheOther() throws IOException {
        try (OnwardProcess server = OnwardProcess.serveClasses()) {
            Http http = Http.to(server);
            String before = server.log();

            assertThat(http.raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 414 ");
            assertThat(http.raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(http.raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            Patience.await(() -> server.out().size() >= 3, "the requests are logged");

            assertThat(server.out()).hasSize(3).allSatisfy(line -> assertThat(line)
                    .contains("\"route\":\"none\""));
            assertThat(server.log()).isEqualTo(before);
        }
    }
}
