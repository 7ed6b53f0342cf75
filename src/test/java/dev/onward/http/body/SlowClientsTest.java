package dev.onward.http.body;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Patience;
import dev.onward.WebApp;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that stop sending, or that do not read. */
class SlowClientsTest {

    private static final String HEADER = "variance,skewness,curtosis,entropy\n";
    private static final String ROW = "3.6216,8.6661,-2.8073,-0.44699\n";

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/csv", "multipart/form-data; boundary=x"})
    void rejectsABodyThatStopsInTheMiddle(String type) throws IOException {
        String begin = type.startsWith("multipart")
                ? "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + HEADER
                : type.equals("text/csv") ? HEADER : "[";
        try (WebApp server = WebApp.serve("--body-pause", "0.3");
                Socket socket = post(server, type, 1_000_000, begin + " ".repeat(20_000))) {
            String response = new String(socket.getInputStream().readAllBytes(), US_ASCII);

            assertThat(response)
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\r\nConnection: close\r\n")
                    .contains(
                            "{\"title\":\"Request Timeout\",\"status\":408,\"detail\":\"the body was sent too slowly\"");
        }
    }

    @Test
    void rejectsABodyThatStopsAtOnce() throws IOException {
        try (WebApp server = WebApp.serve("--body-pause", "0.3");
                Socket socket = post(server, "application/json", 100, "[")) {
            String response = new String(socket.getInputStream().readAllBytes(), US_ASCII);

            assertThat(response)
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\r\nConnection: close\r\n")
                    .contains("\"detail\":\"the body was sent too slowly\"");
        }
    }

    /** The client's unread response is larger than the buffers of its connection. */
    @Test
    void givesThePermitBackBeforeTheResponseIsRead() throws IOException {
        String file = HEADER + ROW.repeat(200_000);
        try (WebApp server = WebApp.serve("--concurrency", "1", "--concurrency-wait", "0");
                Socket socket = post(server, "text/csv", file.length(), file)) {
            Http http = Http.to(server);
            byte[] first = socket.getInputStream().readNBytes(12);

            assertThat(new String(first, US_ASCII)).isEqualTo("HTTP/1.1 200");
            // The warm-up, too, may hold the permit for a moment.
            Patience.await(
                    () -> http.postJson("/predict", BankNotes.GENUINE).status() == 200,
                    "the permit has been given back");
            assertThat(http.get("/metrics").body()).contains("\nonward_http_requests_in_flight 2.0\n");
        }
    }

    @Test
    void closesTheConnectionOfAClientThatDoesNotRead() throws IOException {
        String file = HEADER + ROW.repeat(200_000);
        try (WebApp server = WebApp.serve("--body-pause", "0.3", "--write-rate", "1000000");
                Socket socket = post(server, "text/csv", file.length(), file)) {
            socket.getInputStream().readNBytes(12);
            Http http = Http.to(server);

            Patience.await(
                    () -> http.get("/metrics").body().contains("\nonward_http_requests_in_flight 1.0\n"),
                    "the request has ended");
        }
    }

    @Test
    void storesALargeResponseInAFileAndDeletesIt(@TempDir Path spool) throws IOException {
        int rows = 2_000;
        try (WebApp server = WebApp.serve("--spool-folder", spool.toString())) {
            Http.Answer response = Http.to(server)
                    .postJson("/predict", "[" + (BankNotes.GENUINE + ",").repeat(rows - 1) + BankNotes.GENUINE + "]");

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).hasSizeGreaterThan(ResponseMemory.MAX_RESPONSE);
            assertThat(response.json()).hasSize(rows);
        }
        try (Stream<Path> left = Files.list(spool)) {
            assertThat(left).isEmpty();
        }
    }

    private static Socket post(WebApp server, String type, int length, String sent) throws IOException {
        Socket socket = new Socket(server.url().getHost(), server.url().getPort());
        socket.getOutputStream()
                .write(("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nContent-Length: " + length
                                + "\r\n\r\n" + sent)
                        .getBytes(US_ASCII));
        return socket;
    }
}
