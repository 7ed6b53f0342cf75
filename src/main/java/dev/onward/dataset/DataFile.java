package dev.onward.dataset;

import dev.onward.csv.CsvRows;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Sha256;
import dev.onward.table.Text;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A CSV file. A large one is read from the disk again whenever its rows are read, since it may not fit in memory beside
 * its rows.
 */
public final class DataFile {

    private static final long MAX_BYTES_IN_MEMORY = 16 << 20;

    private final Path path;
    private final Optional<byte[]> content;
    private final List<String> header;
    private Optional<String> sha256 = Optional.empty();

    private DataFile(Path path, Optional<byte[]> content, List<String> header) {
        this.path = path;
        this.content = content;
        this.header = header;
    }

    /** @throws InvalidFilesException if the file cannot be read or has no valid header */
    public static DataFile read(Path path, FileProblems problems) {
        try {
            // A pipe can be read only once.
            boolean isLarge = Files.isRegularFile(path) && Files.size(path) > MAX_BYTES_IN_MEMORY;
            Optional<byte[]> content = isLarge ? Optional.empty() : Optional.of(Files.readAllBytes(path));
            try (InputStream in = open(path, content)) {
                return new DataFile(path, content, CsvRows.open(in).header());
            }
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> problems.add(path, problem));
        } catch (UncheckedIOException e) {
            problems.add(path, Problem.of("cannot be read: " + Text.reason(Objects.requireNonNull(e.getCause()))));
        } catch (IOException e) {
            problems.add(path, Problem.of(Text.unreadable(path, e)));
        } catch (OutOfMemoryError e) {
            problems.add(path, Problem.of("does not fit in memory"));
        }
        throw problems.exception();
    }

    private static InputStream open(Path path, Optional<byte[]> content) throws IOException {
        return content.isPresent() ? new ByteArrayInputStream(content.get()) : Files.newInputStream(path);
    }

    public Path path() {
        return path;
    }

    /** The file name without its folder. */
    public String name() {
        return Optional.ofNullable(path.getFileName()).map(String::valueOf).orElse("");
    }

    /** The names of the columns, in order, without surrounding white space. */
    public List<String> header() {
        return header;
    }

    /**
     * A new reader, positioned at the first row. The file is open until all rows have been read.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    public CsvRows rows() {
        try {
            InputStream in = open(path, content);
            return CsvRows.open(content.isPresent() ? in : new Digesting(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The checksum of the content, in hexadecimal. If the file is read from the disk, of what was read when all rows
     * were last read.
     */
    public String sha256() {
        return sha256.orElseGet(() -> content.map(Sha256::hex)
                .orElseThrow(() -> new IllegalStateException("expected all rows to be read first")));
    }

    /** A stream that computes the checksum of the file and closes itself at the end. */
    private final class Digesting extends FilterInputStream {

        private final MessageDigest digest = Sha256.start();
        private boolean isClosed;

        Digesting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (isClosed) {
                return -1;
            }
            int count = in.read(buffer, offset, length);
            if (count < 0) {
                sha256 = Optional.of(HexFormat.of().formatHex(digest.digest()));
                isClosed = true;
                in.close();
            } else {
                digest.update(buffer, offset, count);
            }
            return count;
        }
    }
}
