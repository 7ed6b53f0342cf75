package dev.onward.spark;

import dev.onward.OnwardException;
import dev.onward.details.CsvColumns;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The options of {@link ScoreJob}. Immutable. */
final class ScoreOptions {

    static final String USAGE = """
            Usage: spark-submit [SPARK OPTIONS] onward-spark.jar --model FILE --in PATH --out FOLDER [OPTIONS]
                   spark-submit [SPARK OPTIONS] onward-spark.jar --check

            Adds predictions to the rows of CSV or Parquet files. Paths are those of Spark, such as s3a://….

              --model FILE    the ONNX file
              --in PATH       a file, or a folder of files
              --out FOLDER    a new folder, for files of the same format
              --format NAME   csv or parquet; by default the ending of the first file
              --explain       add columns with the contribution of each feature to the prediction
              --reasons N     with --explain: add a column with the N largest contributions in words, 0 to 100
              --check         only report whether the executors can run models""";

    private static final List<String> WITH_VALUE = List.of("--model", "--in", "--out", "--format", "--reasons");
    private static final List<String> REQUIRED = List.of("--model", "--in", "--out");
    private static final List<String> FLAGS = List.of("--explain", "--check", "--help");
    private static final List<String> FORMATS = List.of("csv", "parquet");

    private final Map<String, String> values;
    private final int reasons;

    private ScoreOptions(Map<String, String> values, int reasons) {
        this.values = values;
        this.reasons = reasons;
    }

    /** @throws OnwardException with every option that is unknown, missing or invalid */
    static ScoreOptions of(List<String> arguments) {
        List<String> problems = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            boolean takesValue = WITH_VALUE.contains(name);
            if (!takesValue && !FLAGS.contains(name)) {
                List<String> names = new ArrayList<>(WITH_VALUE);
                names.addAll(FLAGS);
                problems.add(
                        "expected an option, got " + Text.quote(name) + Text.suggestion(Text.nearest(name, names)));
            } else if (takesValue && i + 1 == arguments.size()) {
                problems.add(name + ": expected a value, got nothing");
            } else if (values.put(name, takesValue ? arguments.get(++i) : "") != null) {
                problems.add(name + ": given twice");
            }
        }
        boolean scores = !values.containsKey("--check") && !values.containsKey("--help");
        REQUIRED.stream()
                .filter(name -> scores && !values.containsKey(name))
                .forEach(name -> problems.add(name + ": expected a value, got nothing"));
        String format = values.getOrDefault("--format", FORMATS.get(0));
        if (!FORMATS.contains(format)) {
            problems.add("--format: expected csv or parquet, got " + Text.quote(format));
        }
        if (values.containsKey("--reasons") && !values.containsKey("--explain")) {
            problems.add("--reasons requires --explain");
        }
        int reasons = reasons(values.getOrDefault("--reasons", "0"), problems);
        if (!problems.isEmpty()) {
            throw new OnwardException(problems);
        }
        return new ScoreOptions(values, reasons);
    }

    private static int reasons(String text, List<String> problems) {
        try {
            int reasons = Integer.parseInt(text);
            if (reasons >= 0 && reasons <= CsvColumns.MAX_REASONS) {
                return reasons;
            }
        } catch (NumberFormatException e) {
            // Reported as other numbers are.
        }
        problems.add(
                "--reasons: expected a whole number from 0 to " + CsvColumns.MAX_REASONS + ", got " + Text.quote(text));
        return 0;
    }

    boolean isHelp() {
        return values.containsKey("--help");
    }

    boolean isCheck() {
        return values.containsKey("--check");
    }

    String model() {
        return values.getOrDefault("--model", "");
    }

    String in() {
        return values.getOrDefault("--in", "");
    }

    String out() {
        return values.getOrDefault("--out", "");
    }

    boolean explains() {
        return values.containsKey("--explain");
    }

    int reasons() {
        return reasons;
    }

    /**
     * Checks whether the files are CSV files.
     *
     * @param first the name of one of them
     */
    boolean isCsv(String first) {
        return values.containsKey("--format")
                ? values.getOrDefault("--format", "").equals("csv")
                : !first.toLowerCase(Locale.ROOT).endsWith(".parquet");
    }
}
