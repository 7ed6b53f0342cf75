package dev.onward.dataset;

import dev.onward.csv.CsvRows;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Sha256;
import dev.onward.table.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A CSV file held in memory, so that its rows can be read more than once and belong to one checksum. */
public final class DataFile {

    private final Path path;
    private final byte[] content;
    private final List<String> header;

    private DataFile(Path path, byte[] content) {
        this.path = path;
        this.content = content;
        header = rows().header();
    }

    /** @throws InvalidFilesException if the file cannot be read or has no valid header */
    public static DataFile read(Path path, FileProblems problems) {
        try {
            return new DataFile(path, Files.readAllBytes(path));
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> problems.add(path, problem));
        } catch (IOException e) {
            problems.add(path, Problem.of("cannot be read: " + Text.reason(e)));
        } catch (OutOfMemoryError e) {
            problems.add(path, Problem.of("does not fit in memory"));
        }
        throw problems.exception();
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

    /** A new reader, positioned at the first row. */
    public CsvRows rows() {
        return CsvRows.open(new ByteArrayInputStream(content));
    }

    /** The checksum of the content, in hexadecimal. */
    public String sha256() {
        return Sha256.hex(content);
    }
}
