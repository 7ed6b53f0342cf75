package dev.onward.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.onward.Http;
import dev.onward.Log;
import dev.onward.WebApp;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a file system of 1 MiB, which only root can mount: elsewhere these tests are skipped. */
class FullDiskTest {

    private static final String HEADER = "variance,skewness,curtosis,entropy\n";
    private static final String ROW = "3.6216,8.6661,-2.8073,-0.44699\n";

    /** Its answer is larger than the disk. */
    private static final String LARGE = HEADER + ROW.repeat(60_000);

    @TempDir
    private Path folder = Path.of("");

    private boolean isMounted;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString()) == 0;
        assumeThat(isMounted).isTrue();
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (isMounted) {
            run("umount", "--lazy", folder.toString());
        }
    }

    @Test
    void isReportedToTheCallerInTheLogAtReadinessAndInTheMetrics() {
        try (WebApp server = WebApp.serve("--spool-folder", folder.toString())) {
            Http http = Http.to(server);
            Http.Answer before = http.get("/health/ready");
            int lines = Log.containing("No space left").size();

            Http.Answer answer = http.postCsv("/predict", LARGE, "X-Request-Id", "full-1");
            Http.Answer again = http.postCsv("/predict", LARGE);
            Http.Answer small = http.postCsv("/predict", HEADER + ROW);

            assertThat(before.body()).doesNotContain("notes");
            assertThat(answer.status()).isEqualTo(507);
            assertThat(answer.json().get("title").asString()).isEqualTo("Insufficient Storage");
            assertThat(answer.json().get("detail").asString())
                    .isEqualTo("this server has no space left to store the request or its response");
            assertThat(again.status()).isEqualTo(507);
            assertThat(small.status()).isEqualTo(200);
            List<String> logged = Log.containing("No space left");
            assertThat(logged.subList(lines, logged.size()))
                    .singleElement()
                    .satisfies(line -> assertThat(line.lines().count()).isLessThanOrEqualTo(2))
                    .asString()
                    .contains("request full-1: the spool folder is full: No space left on device");
            Http.Answer ready = http.get("/health/ready");
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.json().get("notes").get(0).asString())
                    .startsWith("the disk that holds the spool folder " + folder
                            + " is full or was full within the last 5 minutes; ");
            assertThat(http.get("/metrics").body())
                    .containsPattern("onward_spool_free_bytes \\d")
                    .contains("onward_http_requests_total{method=\"POST\",route=\"/predict\",status=\"507\"} 2.0");
        }
    }

    @Test
    void isReportedForAnUpload() {
        try (WebApp server = WebApp.serve("--spool-folder", folder.toString())) {
            String body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + LARGE
                    + "\r\n--x--\r\n";

            Http.Answer answer = Http.to(server)
                    .send(
                            "POST",
                            "/predict",
                            BodyPublishers.ofString(body),
                            "Content-Type",
                            "multipart/form-data; boundary=x");

            assertThat(answer.status()).isEqualTo(507);
        }
    }

    @Test
    void isNotBlamedForAnUploadThatIsCutOff() throws IOException {
        try (WebApp server = WebApp.serve("--spool-folder", folder.toString());
                Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            String head = "POST /predict HTTP/1.1\r\nHost: x\r\nX-Request-Id: cut-1\r\n"
                    + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n"
                    + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + HEADER;
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400 ");
            assertThat(Log.access("cut-1").get(0).line().get("status").asInt()).isEqualTo(400);
            assertThat(Log.containing("could not be parsed"))
                    .allSatisfy(line -> assertThat(line.lines().count()).isLessThanOrEqualTo(2));
            assertThat(Http.to(server).get("/health/ready").body()).doesNotContain("notes");
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return 1;
        }
    }
}
