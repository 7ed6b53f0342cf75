package dev.onward.launch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.OnwardProcess;
import dev.onward.Patience;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** What requests that anybody can send leave in the log, of a server that has a log of its own. */
class RejectedRequestsIT {

    @Test
    void leaveOneLineEachInTheAccessLogAndNoneInTheOther() throws IOException {
        try (OnwardProcess server = OnwardProcess.serveClasses()) {
            Http http = Http.to(server);
            String before = server.log();

            assertThat(http.raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 414 ")
                    .contains("\r\nConnection: close\r\n");
            assertThat(http.raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(http.raw("GET / HTTP/1.1\r\nHost: x y\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(http.raw("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(http.raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400 ").contains("\r\nConnection: close\r\n");
            Patience.await(() -> server.out().size() >= 5, "the requests are logged");

            assertThat(server.out()).hasSize(5).allSatisfy(line -> assertThat(line)
                    .contains("\"route\":\"none\""));
            assertThat(server.log()).isEqualTo(before);
        }
    }

    @Test
    void leaveNothingInTheLogIfAnUploadIsMalformedOrIncomplete() throws IOException {
        String head = "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n";
        try (OnwardProcess server = OnwardProcess.serveClasses()) {
            String before = server.log();

            assertThat(Http.to(server).raw(head + "Connection: close\r\nContent-Length: 5\r\n\r\n--b\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
                socket.getOutputStream()
                        .write((head + "Content-Length: 100000\r\n\r\n" + "--b\r\n".repeat(4_000)).getBytes(US_ASCII));
            }
            Patience.await(() -> server.out().size() >= 2, "the requests are logged");

            assertThat(server.out()).hasSize(2).allSatisfy(line -> assertThat(line)
                    .contains("\"status\":400"));
            assertThat(server.log()).isEqualTo(before);
        }
    }
}
