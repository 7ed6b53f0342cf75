package dev.onward.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A CSV file of genuine banknotes whose second half is held back: until it is sent, the request is under way. It comes
 * in drops meanwhile, since Jetty gives up whoever sends nothing for a second while it closes.
 */
final class HeldFile {

    private static final int DROP = 100;

    private static final String HEADER = "variance,skewness,curtosis,entropy\n";
    private static final String ROW = "3.6216,8.6661,-2.8073,-0.44699\n";

    private final HttpURLConnection connection;
    private final byte[] csv;
    private int sent;

    private HeldFile(HttpURLConnection connection, byte[] csv) {
        this.connection = connection;
        this.csv = csv;
    }

    /**
     * The whole answer.
     *
     * @param genuine how many rows were answered, and rightly
     * @param others all other lines
     */
    record Answer(int status, long genuine, List<String> others) {

        static Answer whole(int rows) {
            return new Answer(
                    200, rows, List.of("variance,skewness,curtosis,entropy,label,probability_0,probability_1,error"));
        }
    }

    /** Sends the first half. */
    static HeldFile begin(URI application, int rows) throws IOException {
        byte[] csv = (HEADER + ROW.repeat(rows)).getBytes(StandardCharsets.US_ASCII);
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(application + "/predict").toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "text/csv");
        // The next server on this port is another.
        connection.setRequestProperty("Connection", "close");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(csv.length);
        HeldFile file = new HeldFile(connection, csv);
        file.send(csv.length / 2);
        return file;
    }

    /** A little of the second half. */
    void sendADrop() throws IOException {
        send(DROP);
    }

    private void send(int length) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(csv, sent, length);
        out.flush();
        sent += length;
    }

    /** Sends the rest, and reads the answer to its end. */
    Answer finish() throws IOException {
        send(csv.length - sent);
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            List<String> lines = new String(body.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<String> others =
                    lines.stream().filter(line -> !line.contains(",0,0.99")).toList();
            return new Answer(status, lines.size() - others.size(), others);
        }
    }
}
