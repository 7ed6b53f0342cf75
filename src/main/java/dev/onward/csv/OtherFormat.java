package dev.onward.csv;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.List;

/** Formats that people send instead of CSV, recognised by their first bytes. */
enum OtherFormat {
    ZIP("an Excel workbook (.xlsx) or another ZIP archive; in Excel, use Save As and choose CSV UTF-8", 'P', 'K', 3, 4),
    OLE("an old Excel workbook (.xls); in Excel, use Save As and choose CSV UTF-8", 0xD0, 0xCF, 0x11, 0xE0),
    PARQUET("a Parquet file; convert it to CSV", 'P', 'A', 'R', '1'),
    GZIP("a gzip file; decompress it, or send it with Content-Encoding: gzip", 0x1F, 0x8B),
    PDF("a PDF file", '%', 'P', 'D', 'F', '-');

    private static final int MAX_LENGTH = 5;

    private final String found;
    private final byte[] start;

    OtherFormat(String found, int... start) {
        this.found = found;
        this.start = new byte[start.length];
        for (int i = 0; i < start.length; i++) {
            this.start[i] = (byte) start[i];
        }
    }

    /**
     * Returns a stream of the same bytes.
     *
     * @throws InvalidInputException naming the format, if it is one of these
     */
    static InputStream check(InputStream in) throws IOException {
        PushbackInputStream rest = new PushbackInputStream(in, MAX_LENGTH);
        byte[] first = rest.readNBytes(MAX_LENGTH);
        for (OtherFormat format : values()) {
            if (Arrays.equals(format.start, Arrays.copyOf(first, Math.min(first.length, format.start.length)))) {
                throw new InvalidInputException(
                        List.of(Problem.of("expected a CSV file, got " + format.found)), 1, "line");
            }
        }
        rest.unread(first);
        return rest;
    }
}
