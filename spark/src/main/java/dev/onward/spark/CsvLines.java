package dev.onward.spark;

import dev.onward.csv.CsvRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * CSV files that Spark reads line by line, with all cells as strings. The first file determines the separator and the
 * columns, by the rules of {@link CsvRows}; Spark fails if another file has other columns. Immutable.
 */
final class CsvLines implements Serializable {

    /** The column behind those of the files with the text of lines that have too few or too many cells. */
    private static final String UNREADABLE = "onward_unreadable_line";

    private final List<String> header;
    private final char separator;
    private final boolean decimalComma;

    private CsvLines(List<String> header, char separator, boolean decimalComma) {
        this.header = header;
        this.separator = separator;
        this.decimalComma = decimalComma;
    }

    /**
     * Reads the header of a file, which may be compressed.
     *
     * @throws dev.onward.table.InvalidInputException if there is no readable header line
     */
    static CsvLines of(FileSystem files, Path file) throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(files.getConf()).getCodec(file);
        try (InputStream bytes = files.open(file);
                InputStream csv = codec == null ? bytes : codec.createInputStream(bytes)) {
            CsvRows rows = CsvRows.open(csv);
            return new CsvLines(List.copyOf(rows.header()), rows.separator(), rows.allowsDecimalComma());
        }
    }

    /** The columns of the files, and one more for lines that cannot be read. */
    Dataset<Row> read(SparkSession spark, String path) {
        StructType schema = new StructType();
        for (String name : header) {
            schema = schema.add(name, DataTypes.StringType);
        }
        return spark.read()
                .schema(schema.add(UNREADABLE, DataTypes.StringType))
                .option("header", true)
                .option("enforceSchema", false)
                .option("sep", String.valueOf(separator))
                .option("escape", "\"")
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", UNREADABLE)
                .csv(path);
    }

    /** The options that make Spark write files as the command {@code score} does. */
    Map<String, String> writeOptions() {
        return Map.of(
                "header", "true",
                "sep", String.valueOf(separator),
                "escape", "\"",
                "emptyValue", "",
                "ignoreLeadingWhiteSpace", "false",
                "ignoreTrailingWhiteSpace", "false",
                "lineSep", "\r\n");
    }

    List<String> header() {
        return header;
    }

    boolean allowsDecimalComma() {
        return decimalComma;
    }

    /** The reason why a line cannot be read, in the words of the command {@code score}; empty if it can. */
    Optional<String> problem(Row row) {
        String line = row.getString(header.size());
        if (line == null) {
            return Optional.empty();
        }
        String names = IntStream.range(0, header.size())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(String.valueOf(separator), "", "\n"));
        CsvRows rows = CsvRows.open(new ByteArrayInputStream((names + line).getBytes(StandardCharsets.UTF_8)));
        return Optional.of(rows.next()
                .flatMap(CsvRows.Row::problem)
                .orElse("expected " + header.size() + " cells, got another number"));
    }
}
