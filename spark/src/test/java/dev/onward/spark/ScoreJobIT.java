package dev.onward.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of the jar, on clusters of two executors. */
@Tag("spark")
class ScoreJobIT {

    private static final int ROWS = Integer.getInteger("onward.rows", 1_000_000);

    @TempDir
    private Path folder = Path.of("");

    @Test
    @Tag("basic")
    void writesWhatScoreWrites() throws Exception {
        Path in = NoteFile.write(folder.resolve("notes.csv"), ROWS);
        Path expected = folder.resolve("expected.csv");
        Cluster.score(in, expected);
        Path out = folder.resolve("out");

        Cluster.Ended ended = submit(
                List.of("--conf", "spark.sql.files.maxPartitionBytes=" + Files.size(in) / 4),
                "--model",
                Cluster.MODEL.toString(),
                "--in",
                in.toString(),
                "--out",
                out.toString());

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(parts(out)).hasSizeGreaterThan(2);
        assertThat(joined(out)).hasSameBinaryContentAs(expected);
        assertThat(ended.out())
                .containsPattern("model: +banknote, version 1, SHA-256 [0-9a-f]{64}\n")
                .containsPattern("rows: +" + String.format("%,d", ROWS) + "\n")
                .containsPattern("errors: +[1-9][\\d,]*: see the column \"error\"\n")
                .containsPattern("label 0: +[1-9][\\d,]*\nlabel 1: +[1-9][\\d,]*\n")
                .containsPattern("time: +[\\d.,]+ s, [\\d,]+ rows/s\n");
    }

    @Test
    void explainsAsScoreDoes() throws Exception {
        Path in = NoteFile.write(folder.resolve("notes.csv"), 5_000);
        Path expected = folder.resolve("expected.csv");
        Cluster.score(in, expected, "--explain", "--reasons", "3");
        Path out = folder.resolve("out");

        run("--in", in.toString(), "--out", out.toString(), "--explain", "--reasons", "3");

        assertThat(joined(out)).hasSameBinaryContentAs(expected);
    }

    /** A folder of compressed files, whose numbers have a decimal comma, with a file that Spark ignores. */
    @Test
    void readsFoldersOfFiles() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Files.writeString(in.resolve("_SUCCESS"), "");
        for (String name : List.of("a", "b")) {
            try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(in.resolve(name + ".csv.gz")))) {
                file.write("entropy;variance;skewness;curtosis\n-0,44699;3,6216;8,6661;-2,8073\n;1;1;1\n"
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        Path out = folder.resolve("out");

        String report = run("--in", in.toString(), "--out", out.toString());

        assertThat(report).containsPattern("rows: +4\n").containsPattern("errors: +2: see");
        assertThat(Files.readString(joined(out)).split("\r\n"))
                .contains(
                        "entropy;variance;skewness;curtosis;label;probability_0;probability_1;error",
                        "-0,44699;3,6216;8,6661;-2,8073;0;0.99999833;1.6867053E-6;",
                        ";1;1;1;;;;entropy: expected a number, got nothing");
    }

    @Test
    void scoresParquet() throws Exception {
        Path in = folder.resolve("notes");
        Path out = folder.resolve("out");
        SparkSession spark = Cluster.shared();
        Dataset<Row> notes = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(Path.of("data/banknote.csv").toAbsolutePath().toString());
        notes.write().parquet(in.toString());

        String report = run("--in", in.toString(), "--out", out.toString());

        assertThat(report).containsPattern("rows: +1,372\nerrors: +0\n");
        Dataset<Row> scored = spark.read().parquet(out.toString());
        assertThat(scored.schema().simpleString())
                .endsWith("class:int,label:string,probability_0:float,probability_1:float,error:string>");
        assertThat(scored.where("class = label AND error IS NULL").count()).isEqualTo(1372);
    }

    @Test
    void reportsAllProblemsAtOnce() throws Exception {
        Path in = folder.resolve("notes.csv");
        Files.writeString(in, "variance;skewnes;entropy;label\n1;2;3;4\n");

        Cluster.Ended options = submit(List.of(), "--modle", "x", "--reasons", "many", "--format");

        assertThatThrownBy(() -> run(
                        "--in", in.toString(), "--out", folder.resolve("out").toString()))
                .hasMessage("skewness: expected a column with this name, found \"skewnes\"; curtosis: expected a column"
                        + " with this name, found none; column \"label\" has the same name as an output column; rename"
                        + " it");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(options.exit()).isEqualTo(2);
        assertThat(options.err()).contains("""
                        onward: expected an option, got "--modle", did you mean "--model"?
                        onward: expected an option, got "x"
                        onward: --format: expected a value, got nothing
                        onward: --model: expected a value, got nothing
                        onward: --in: expected a value, got nothing
                        onward: --out: expected a value, got nothing
                        onward: --reasons requires --explain
                        onward: --reasons: expected a whole number from 0 to 100, got "many"
                        """);
    }

    @Test
    void findsExecutorsThatCannotRunModels() throws Exception {
        Path missing = folder.resolve("missing");

        Cluster.Ended ended = submit(
                List.of("--conf", "spark.executor.extraJavaOptions=-Donnxruntime.native.path=" + missing), "--check");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
        for (int executor = 0; executor < 2; executor++) {
            assertThat(ended.out())
                    .containsPattern("executor " + executor + " on .*: ok      system: Linux on .*, glibc 2")
                    .containsPattern("executor " + executor + " on .*: not ok  ONNX Runtime: the native ONNX Runtime"
                            + " cannot be loaded: -Donnxruntime.native.path points to .*, which does not exist");
        }
    }

    /** Runs the program with the banknote model in the cluster of all tests, and returns its report. */
    private static String run(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--model", Cluster.MODEL.toString()));
        all.addAll(List.of(arguments));
        ByteArrayOutputStream report = new ByteArrayOutputStream();

        int exit = ScoreJob.run(
                Cluster.shared(), ScoreOptions.of(all), new PrintStream(report, true, StandardCharsets.UTF_8));

        assertThat(exit).isZero();
        return report.toString(StandardCharsets.UTF_8);
    }

    private static Cluster.Ended submit(List<String> settings, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Cluster.HOME.resolve("bin/spark-submit").toString(),
                "--master",
                "local-cluster[2,1,1024]",
                "--conf",
                "spark.ui.enabled=false"));
        command.addAll(settings);
        command.add(Cluster.JAR);
        command.addAll(List.of(arguments));
        return Cluster.run(command, Map.of());
    }

    private static List<Path> parts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList();
        }
    }

    /** The parts in the order of the rows, with one header. */
    private Path joined(Path out) throws IOException {
        Path joined = folder.resolve("joined.csv");
        try (OutputStream all = Files.newOutputStream(joined)) {
            boolean isFirst = true;
            for (Path part : parts(out)) {
                byte[] content = Files.readAllBytes(part);
                int rows = new String(content, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
                all.write(content, isFirst ? 0 : rows, content.length - (isFirst ? 0 : rows));
                isFirst = false;
            }
        }
        return joined;
    }
}
