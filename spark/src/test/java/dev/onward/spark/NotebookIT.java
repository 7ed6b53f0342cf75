package dev.onward.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python of docs/spark.md, in the Python that has the package pyspark. */
@Tag("spark")
@Tag("basic")
class NotebookIT {

    private static final Pattern CELL = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void runsTheDocumentedCells() throws Exception {
        StringBuilder program = new StringBuilder();
        Matcher cells = CELL.matcher(Files.readString(Path.of("docs/spark.md")));
        while (cells.find()) {
            program.append(cells.group(1)).append('\n');
        }
        Path file = folder.resolve("notebook.py");
        Files.writeString(
                file,
                program.toString()
                        .replace("onward-spark.jar", Cluster.JAR)
                        .replace("credit.onnx", Cluster.MODEL.toString())
                        .replace(
                                "people.parquet",
                                Path.of("data/banknote.csv").toAbsolutePath().toString())
                        .replace("spark.read.parquet(", "spark.read.option('header', True).csv("));
        Path python = Cluster.HOME.resolve("../../../../bin/python").normalize();

        Cluster.Ended ended = Cluster.run(
                List.of(python.toString(), file.toString()),
                Map.of("PYSPARK_SUBMIT_ARGS", "--master local[2] pyspark-shell"));

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("|label|count|", "executor", "probability_0");
    }
}
