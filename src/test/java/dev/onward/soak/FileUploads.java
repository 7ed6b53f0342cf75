package dev.onward.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.onward.Patience;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Four large CSV files at a time, sent as they are generated, whose answers are compared as they arrive. */
final class FileUploads implements AutoCloseable {

    private static final int READ_TIMEOUT_MILLIS = 120_000;
    private static final String MULTIPART_HEAD = "--b\r\nContent-Disposition: form-data; name=\"file\";"
            + " filename=\"rows.csv\"\r\nContent-Type: text/csv\r\n\r\n";
    private static final String MULTIPART_END = "\r\n--b--\r\n";

    /** Bytes around a mismatch. */
    private static final int CONTEXT = 100;

    /** As long as a 503 asks a client to wait. */
    private static final long RETRY_MILLIS = 1_000;

    private final URI server;
    private final long megabytes;
    private final Clients clients = new Clients();
    private final Tally tally = new Tally("CSV files");
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean isStopping;

    private FileUploads(URI server, long megabytes) {
        this.server = server;
        this.megabytes = megabytes;
        for (RowFile file :
                List.of(RowFile.notes(false), RowFile.notes(true), RowFile.notes(false), RowFile.ofReplacedModel())) {
            clients.repeat(() -> upload(file));
        }
    }

    static FileUploads start(URI server, long megabytes) {
        return new FileUploads(server, megabytes);
    }

    private boolean upload(RowFile file) {
        long start = System.nanoTime();
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            byte[] block = file.block();
            long blocks = Math.max(1, megabytes * 1_000_000 / block.length);
            boolean isSent = send(file, block, blocks, socket);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            String head = head(in);
            if (head.isEmpty()) {
                tally.unanswered();
            } else if (isSent && head.startsWith("HTTP/1.1 200 ")) {
                check(file, blocks, head, in, start);
            } else if (head.startsWith("HTTP/1.1 503 ") && head.contains("\r\nRetry-After: ")) {
                tally.refused();
                Patience.pause(RETRY_MILLIS);
            } else if (isStopping && (head.startsWith("HTTP/1.1 400 ") || head.startsWith("HTTP/1.1 408 "))) {
                tally.cutShort();
            } else {
                tally.wrong(head);
            }
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            tally.unanswered();
            return true;
        }
    }

    /** Returns false if the server did not take all of it. */
    private boolean send(RowFile file, byte[] block, long blocks, Socket socket) {
        byte[] header = file.header();
        String begin = file.isMultipart() ? MULTIPART_HEAD : "";
        String end = file.isMultipart() ? MULTIPART_END : "";
        String type = file.isMultipart() ? "multipart/form-data; boundary=b" : "text/csv";
        long length = begin.length() + header.length + blocks * block.length + end.length();
        try {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + file.path() + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: " + type
                            + "\r\nContent-Length: " + length + "\r\n\r\n" + begin)
                    .getBytes(US_ASCII));
            out.write(header);
            for (long i = 0; i < blocks; i++) {
                out.write(block);
                sent.addAndGet(block.length);
            }
            out.write(end.getBytes(US_ASCII));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The head of the response; empty if the connection ended without one. */
    private String head(InputStream in) {
        StringBuilder head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                head.append((char) next);
            }
        } catch (IOException e) {
            return head.isEmpty() ? "" : head + " broke off: " + e;
        }
        return head.toString();
    }

    private void check(RowFile file, long blocks, String head, InputStream in, long start) {
        byte[] header = file.answerHeader();
        long length = header.length + blocks * file.answerBlocks().get(0).length;
        try {
            if (!head.contains("\r\nContent-Length: " + length + "\r\n")) {
                tally.wrong("expected " + length + " bytes, got " + head);
            } else if (!Arrays.equals(in.readNBytes(header.length), header)) {
                tally.wrong("the header line is another");
            } else if (isRight(file.answerBlocks(), blocks, in)) {
                tally.right(file.isMultipart() ? "multipart" : "text/csv", System.nanoTime() - start);
            }
        } catch (IOException e) {
            tally.wrong("the answer broke off: " + e);
        }
    }

    /** @param rights of which one has to be that of all blocks */
    private boolean isRight(List<byte[]> rights, long blocks, InputStream in) throws IOException {
        byte[] right = rights.get(0);
        byte[] block = new byte[right.length];
        for (long i = 0; i < blocks; i++) {
            int length = in.readNBytes(block, 0, block.length);
            if (i == 0) {
                right = rights.stream()
                        .filter(candidate -> Arrays.equals(candidate, block))
                        .findFirst()
                        .orElse(right);
            }
            int mismatch = Arrays.mismatch(block, 0, length, right, 0, right.length);
            if (mismatch == length && isStopping) {
                // The time for the stop was over while the answer was sent, which its length shows.
                tally.cutShort();
                return false;
            }
            if (mismatch >= 0) {
                int from = Math.max(0, mismatch - CONTEXT);
                int to = Math.min(length, mismatch + CONTEXT);
                tally.wrong("block " + i + " of " + blocks + " differs or ends at byte " + mismatch + ": "
                        + new String(block, from, to - from, US_ASCII));
                return false;
            }
        }
        return true;
    }

    /** From now on, the server may give up a body. */
    void expectStop() {
        isStopping = true;
    }

    int refusedConnections() {
        return clients.refusedConnections();
    }

    Tally tally() {
        return tally;
    }

    /** The bytes of rows that the server has taken. */
    long sentBytes() {
        return sent.get();
    }

    void stop() {
        clients.stop();
    }

    @Override
    public void close() {
        clients.close();
    }
}
