package dev.onward.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.OnwardProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file far larger than the heap, for each way in which clients send one. */
@Tag("slow")
class MillionRowsIT {

    private static final int ROWS = 1_000_000;
    private static final List<String> SMALL_HEAP = List.of("-Xmx64m", "-XX:TieredStopAtLevel=4");

    @TempDir
    private static Path folder = Path.of("");

    private static Path file = Path.of("");

    @BeforeAll
    static void writeTheFile() throws IOException {
        List<String> notes = Files.readAllLines(Path.of("data/banknote.csv"));
        file = folder.resolve("million.csv");
        try (BufferedWriter csv = Files.newBufferedWriter(file)) {
            csv.write(notes.get(0) + "\n");
            for (int i = 0; i < ROWS; i++) {
                csv.write(notes.get(1 + i % (notes.size() - 1)) + "\n");
            }
        }
    }

    @Test
    void answersCurl() throws IOException, InterruptedException {
        Path out = folder.resolve("curl.csv");
        try (OnwardProcess server = OnwardProcess.serve(SMALL_HEAP, Map.of())) {
            Process curl = new ProcessBuilder(
                            "curl",
                            "-sS",
                            "--fail",
                            "-H",
                            "Content-Type: text/csv",
                            "--data-binary",
                            "@" + file,
                            "-o",
                            out.toString(),
                            server.url().resolve("predict").toString())
                    .inheritIO()
                    .start();

            assertThat(curl.waitFor(5, TimeUnit.MINUTES)).isTrue();

            assertThat(curl.exitValue()).isZero();
            try (InputStream answer = Files.newInputStream(out)) {
                assertEveryNoteIsRecognised(answer);
            }
        }
    }

    /** As urllib and requests do: reading while sending would hide a server that answers too early. */
    @Test
    void answersAClientThatSendsEverythingBeforeItReads() throws IOException {
        try (OnwardProcess server = OnwardProcess.serve(SMALL_HEAP, Map.of());
                Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            String head = "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: "
                    + Files.size(file) + "\r\nConnection: close\r\n\r\n";
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            Files.copy(file, out);
            out.flush();

            InputStream in = socket.getInputStream();

            assertThat(readHead(in)).startsWith("HTTP/1.1 200 OK\r\n");
            assertEveryNoteIsRecognised(in);
        }
    }

    @Test
    void scoresOnTheCommandLine() throws IOException {
        Path out = folder.resolve("score.csv");

        OnwardProcess.Ended ended =
                OnwardProcess.run(SMALL_HEAP, Map.of(), "score", file.toString(), "--out", out.toString());

        assertThat(ended.err()).isEqualTo("1,000,000 rows, 1,000,000 predicted\n");
        try (InputStream answer = Files.newInputStream(out)) {
            assertEveryNoteIsRecognised(answer);
        }
    }

    private static void assertEveryNoteIsRecognised(InputStream answer) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
        assertThat(lines.readLine())
                .isEqualTo("variance,skewness,curtosis,entropy,class,label,probability_0,probability_1,error");
        int rows = 0;
        int recognised = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] cells = line.split(",", -1);
            rows++;
            recognised += cells[4].equals(cells[5]) && cells[8].isEmpty() ? 1 : 0;
        }
        assertThat(rows).isEqualTo(ROWS);
        assertThat(recognised).isEqualTo(ROWS);
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }
}
