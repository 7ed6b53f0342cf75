import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parses a CSV file in memory with FastCSV, once for each line of standard input, and prints the rows per second. */
final class Parse {

    public static void main(String[] args) throws IOException {
        byte[] file = Files.readAllBytes(Path.of(args[0]));
        while (System.in.read() >= 0) {
            long start = System.nanoTime();
            long[] rows = {0};
            try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(new ByteArrayInputStream(file))) {
                records.forEach(record -> rows[0]++);
            }
            System.out.println(rows[0] / ((System.nanoTime() - start) / 1e9));
        }
    }
}
