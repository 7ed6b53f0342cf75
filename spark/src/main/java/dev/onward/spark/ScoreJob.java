package dev.onward.spark;

import dev.onward.OnwardException;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The program of the jar: adds predictions to CSV or Parquet files, and prints a report. The results of CSV files are
 * those of the command {@code score}.
 */
public final class ScoreJob {

    /** Each label is counted by an expression of its own. */
    private static final int MAX_COUNTED_LABELS = 50;

    private static final String ROWS = "rows";
    private static final String ERRORS = "errors";

    private final SparkSession spark;
    private final ScoreOptions options;
    private final PrintStream out;

    private ScoreJob(SparkSession spark, ScoreOptions options, PrintStream out) {
        this.spark = spark;
        this.options = options;
        this.out = out;
    }

    /**
     * Runs the job on the cluster of {@code spark-submit}, and ends the process: with 2 if a file or an option is
     * invalid, and with 1 if {@code --check} finds an executor that cannot run models.
     */
    public static void main(String[] arguments) {
        int exit = run(arguments);
        // Without it, Spark's own exit code is used in all modes.
        if (exit != 0) {
            System.exit(exit);
        }
    }

    private static int run(String[] arguments) {
        try {
            ScoreOptions options = ScoreOptions.of(List.of(arguments));
            if (options.isHelp()) {
                System.out.println(ScoreOptions.USAGE);
                return 0;
            }
            try (SparkSession spark = SparkSession.builder().getOrCreate()) {
                return new ScoreJob(spark, options, System.out).run();
            }
        } catch (OnwardException e) {
            e.problems().forEach(problem -> System.err.println("onward: " + problem));
            return 2;
        } catch (IOException e) {
            System.err.println("onward: " + e.getMessage());
            return 2;
        }
    }

    private int run() throws IOException {
        if (options.isCheck()) {
            return check();
        }
        OnwardModel model = OnwardModel.load(spark, options.model());
        if (options.explains()) {
            model = model.withExplanations(options.reasons());
        }
        score(model);
        return 0;
    }

    /** Returns 1 if an executor cannot run models. */
    private int check() {
        List<Row> findings = OnwardModel.check(spark).collectAsList();
        for (Row finding : findings) {
            out.printf(
                    Locale.ROOT,
                    "executor %s on %s: %-8s%s: %s%n",
                    finding.get(0),
                    finding.get(1),
                    finding.get(2),
                    finding.get(3),
                    finding.get(4));
        }
        return findings.stream().anyMatch(finding -> finding.getString(2).equals("not ok")) ? 1 : 0;
    }

    private void score(OnwardModel model) throws IOException {
        Path in = new Path(options.in());
        Path target = new Path(options.out());
        FileSystem files = in.getFileSystem(spark.sparkContext().hadoopConfiguration());
        if (target.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(target)) {
            throw new OnwardException(
                    List.of(options.out() + ": expected the name of a new folder, found an existing one"));
        }
        Path first = firstFile(files, in);
        if (options.isCsv(first.getName())) {
            CsvLines lines = lines(files, first);
            report(model, model.transform(lines.read(spark, options.in()), lines), scored -> scored.write()
                    .options(lines.writeOptions())
                    .csv(options.out()));
        } else {
            report(model, model.transform(spark.read().parquet(options.in())), scored -> scored.write()
                    .parquet(options.out()));
        }
    }

    private static CsvLines lines(FileSystem files, Path first) throws IOException {
        try {
            return CsvLines.of(files, first);
        } catch (InvalidInputException e) {
            throw new OnwardException(e.problems().stream()
                    .map(problem -> first + ", " + problem.text(e.unit()))
                    .toList());
        }
    }

    /** The first file with data, in the order of the names. */
    private Path firstFile(FileSystem files, Path in) throws IOException {
        if (!files.exists(in)) {
            throw new OnwardException(List.of(options.in() + ": expected a file or a folder, found none"));
        }
        List<Path> found = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> all = files.listFiles(in, true);
        while (all.hasNext()) {
            LocatedFileStatus file = all.next();
            // As Spark's readers do.
            boolean isHidden = file.getPath().getName().startsWith("_")
                    || file.getPath().getName().startsWith(".");
            if (!isHidden && file.getLen() > 0) {
                found.add(file.getPath());
            }
        }
        return found.stream()
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new OnwardException(List.of(options.in() + ": expected files, found none")));
    }

    /** Writes the predictions. */
    private interface Sink {

        void write(Dataset<Row> scored);
    }

    /** Counts what is written, in the same pass. */
    private void report(OnwardModel model, Dataset<Row> scored, Sink sink) {
        List<String> labels = model.labels().size() <= MAX_COUNTED_LABELS ? model.labels() : List.of();
        Observation observation = new Observation("onward");
        List<Column> counts = new ArrayList<>();
        counts.add(functions.count(functions.col("error")).as(ERRORS));
        for (int i = 0; i < labels.size(); i++) {
            Column isLabel = functions.col("label").equalTo(labels.get(i));
            counts.add(functions.count(functions.when(isLabel, 1)).as(countName(i)));
        }
        Dataset<Row> counted =
                scored.observe(observation, functions.count(functions.lit(1)).as(ROWS), counts.toArray(new Column[0]));
        long start = System.nanoTime();
        sink.write(counted);
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        print(model, labels, counts(observation), seconds);
    }

    private static String countName(int label) {
        return "label" + label;
    }

    private static Map<String, Object> counts(Observation observation) {
        try {
            return observation.getAsJava();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the rows were counted", e);
        }
    }

    private void print(OnwardModel model, List<String> labels, Map<String, Object> counts, double seconds) {
        long rows = (Long) counts.getOrDefault(ROWS, 0L);
        long errors = (Long) counts.getOrDefault(ERRORS, 0L);
        line("model", model.description());
        line("rows", number(rows));
        line("errors", number(errors) + (errors == 0 ? "" : ": see the column \"error\""));
        for (int i = 0; i < labels.size(); i++) {
            line("label " + Text.cut(labels.get(i)), number((Long) counts.getOrDefault(countName(i), 0L)));
        }
        line("time", String.format(Locale.ROOT, "%,.1f s, %,.0f rows/s", seconds, rows / seconds));
    }

    private void line(String subject, String finding) {
        out.printf(Locale.ROOT, "%-12s%s%n", subject + ":", finding);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
