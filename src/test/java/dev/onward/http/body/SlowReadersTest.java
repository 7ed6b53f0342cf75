package dev.onward.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Patience;
import dev.onward.WebApp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that do not read large responses hold no threads. */
class SlowReadersTest {

    /** More than half of the threads of the server. */
    private static final int READERS = 120;

    /**
     * Slow readers would keep a prediction waiting for the whole time. A busy machine does so for a moment. No reader is
     * disconnected for being slow.
     */
    private static final String[] FLAGS = {"--concurrency", "1", "--concurrency-wait", "10", "--body-pause", "120"};

    private static final String FILE = "/docs/swagger-ui-bundle.js";

    @Test
    void ofAStaticFileHoldNoThread() throws IOException {
        List<Socket> readers = new ArrayList<>();
        try (WebApp server = WebApp.serve(FLAGS)) {
            Http http = Http.to(server);
            String file = http.get(FILE).body();
            for (int i = 0; i < READERS; i++) {
                readers.add(reader(server));
                assertThat(new String(readers.get(i).getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
            }

            Patience.await(
                    () -> inFlight(http).equals("onward_http_requests_in_flight " + (READERS + 1) + ".0"),
                    "no response has room in the buffers of its connection");
            assertThat(http.postJson("/predict", BankNotes.GENUINE).status()).isEqualTo(200);
            assertThat(http.get("/", "Accept", "text/html").status()).isEqualTo(200);

            // The rest arrives when it is read.
            byte[] rest = readers.get(0).getInputStream().readAllBytes();
            assertThat(new String(rest, StandardCharsets.UTF_8)).endsWith("\r\n\r\n" + file);
            readers.get(1).close();
            Patience.await(
                    () -> inFlight(http).equals("onward_http_requests_in_flight " + (READERS - 1) + ".0"),
                    "the server has seen the end of two responses");
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    @Test
    void ofPredictionsHoldNoThread() throws IOException {
        String rows = "[" + BankNotes.GENUINE + ("," + BankNotes.GENUINE).repeat(4_999) + "]";
        try (WebApp server = WebApp.serve(FLAGS)) {
            Http http = Http.to(server);

            String body = http.postJson("/predict", rows).body();

            assertThat(body).startsWith("[{").endsWith("}]");
            assertThat(body.split("\"label\"", -1)).hasSize(5_001);
        }
    }

    private static String inFlight(Http http) {
        return http.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("onward_http_requests_in_flight "))
                .findFirst()
                .orElse("");
    }

    /** A client whose connection takes little. */
    private static Socket reader(WebApp server) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(
                new InetSocketAddress(server.url().getHost(), server.url().getPort()));
        String request = "GET " + FILE + " HTTP/1.1\r\nHost: x\r\n";
        // Several, because the connection takes a single one on some systems.
        String all = (request + "\r\n").repeat(9) + request + "Connection: close\r\n\r\n";
        socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
