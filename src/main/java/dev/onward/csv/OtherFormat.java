package dev.onward.csv;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Formats that people send instead of CSV, recognised by their first bytes. */
enum OtherFormat {
    ZIP("PK\3\4", "an Excel workbook (.xlsx) or another ZIP archive; in Excel, use Save As and choose CSV UTF-8"),
    OLE("\u00d0\u00cf\u0011\u00e0", "an old Excel workbook (.xls); in Excel, use Save As and choose CSV UTF-8"),
    PARQUET("PAR1", "a Parquet file; convert it to CSV"),
    GZIP("\u001f\u008b", "a gzip file; decompress it"),
    PDF("%PDF-", "a PDF file");

    private static final int MAX_LENGTH = 5;

    /** A character for each byte. */
    private final String start;

    private final String found;

    OtherFormat(String start, String found) {
        this.start = start;
        this.found = found;
    }

    /**
     * Returns a stream of the same bytes.
     *
     * @throws InvalidInputException naming the format, if it is one of these
     */
    static InputStream check(InputStream in) throws IOException {
        PushbackInputStream rest = new PushbackInputStream(in, MAX_LENGTH);
        byte[] first = rest.readNBytes(MAX_LENGTH);
        String text = new String(first, StandardCharsets.ISO_8859_1);
        for (OtherFormat format : values()) {
            if (text.startsWith(format.start)) {
                throw new InvalidInputException(
                        List.of(Problem.of("expected a CSV file, got " + format.found)), 1, "line");
            }
        }
        rest.unread(first);
        return rest;
    }
}
