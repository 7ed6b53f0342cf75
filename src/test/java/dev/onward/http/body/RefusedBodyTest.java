package dev.onward.http.body;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.WebApp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that is refused is answered at once, however long its body is and however slowly it arrives. */
class RefusedBodyTest {

    /** What the server spends on the rest of a body at most, and a machine under load. */
    private static final Duration SOON = Duration.ofSeconds(6);

    private static final int LARGE = 1 << 30;

    @ParameterizedTest
    @CsvSource({
        "POST, /nothing, text/csv, 404",
        "PUT, /predict, text/csv, 405",
        "POST, /predict, text/csv, 413",
        "POST, /predict, application/json, 413",
        "POST, /predict, multipart/form-data; boundary=x, 413",
        "POST, /predict, image/png, 415",
        "POST, /v2/models/banknote/infer, application/json, 413",
        "POST, /invocations, application/json, 413",
        "POST, /v1/models/banknote:predict, application/json, 413",
        "POST, /v2/nothing, application/json, 404"
    })
    void answersAtOnceAndClosesTheConnection(String method, String path, String type, int status) throws IOException {
        String sent = "x".repeat(20_000);

        String answer = answer(Http.shared().url("/"), head(method, path, type, 2L * LARGE) + sent);

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\r\nConnection: close\r\n");
        assertThat(answer.contains("expected a body of at most ")).isEqualTo(status == 413);
    }

    @Test
    void answersAStrangerAtOnce() throws IOException {
        try (WebApp server = WebApp.serve("--api-keys", "ali:" + "0".repeat(64))) {
            String answer = answer(server.url(), head("POST", "/predict", "text/csv", LARGE) + "x".repeat(20_000));

            assertThat(answer).startsWith("HTTP/1.1 401 ").contains("\r\nConnection: close\r\n");
        }
    }

    @Test
    void answersAtOnceEvenIfTheLengthIsNotDeclared() throws IOException {
        String request = "POST /nothing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4e20\r\n"
                + "x".repeat(20_000) + "\r\n";

        assertThat(answer(Http.shared().url("/"), request))
                .startsWith("HTTP/1.1 404 ")
                .contains("\r\nConnection: close\r\n");
    }

    @Test
    void keepsTheConnectionIfTheWholeBodyHasArrived() throws IOException {
        try (Socket socket = connect(Http.shared().url("/"))) {
            OutputStream out = socket.getOutputStream();
            String refused = head("POST", "/nothing", "text/csv", 1_000) + "x".repeat(1_000);
            String valid = head("POST", "/predict", "application/json", BankNotes.GENUINE.length())
                            .replace("Host: x", "Host: x\r\nConnection: close")
                    + BankNotes.GENUINE;
            out.write((refused + valid).getBytes(US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 404 ")
                    .contains("HTTP/1.1 200 ");
        }
    }

    /** A client that sends everything before it reads still sees what is wrong with a body that was accepted. */
    @Test
    void readsTheRestOfABodyWithAnError() throws IOException {
        String body = "[{\"variance\": oops" + " ".repeat(5_000_000) + "]";
        try (Socket socket = connect(Http.shared().url("/"))) {
            socket.getOutputStream()
                    .write((head("POST", "/predict", "application/json", body.length()) + body).getBytes(US_ASCII));

            assertThat(readHead(socket.getInputStream())).startsWith("HTTP/1.1 400 ");
        }
    }

    private static String head(String method, String path, String type, long length) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    /** Sends only this, and reads until the server closes the connection. */
    private static String answer(URI server, String request) throws IOException {
        try (Socket socket = connect(server)) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    private static Socket connect(URI server) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
