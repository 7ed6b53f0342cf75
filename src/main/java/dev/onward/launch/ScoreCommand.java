package dev.onward.launch;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The options of {@code score}. Has no application class in a signature, because serving loads this class without them.
 */
@Command(
        name = "score",
        customSynopsis = Launcher.COMMAND + " score IN.csv [OPTIONS]",
        mixinStandardHelpOptions = true,
        description =
                "Makes a prediction for every row of a CSV file, and writes the file with the predictions as additional"
                        + " columns.")
final class ScoreCommand implements Callable<Integer> {

    /** As in a query string. */
    private static final int MAX_REASONS = 100;

    private final Path content;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "IN.csv", description = "the rows to score; - for standard input")
    private Path in = Path.of("");

    @Option(names = "--out", paramLabel = "OUT.csv", description = "the file to write; by default standard output")
    private @Nullable Path out;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "the ONNX file; by default the shipped banknote model")
    private @Nullable String model;

    @Option(
            names = "--explain",
            description = "add columns with the contribution of each feature to the prediction; needs a model with"
                    + " reference data, as written by the commands train and annotate --data. Each explanation is"
                    + " for the predicted class. To compare rows, choose one class with --label.")
    private boolean explain;

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description = "with --explain: the class or value to explain; by default the predicted class, or the first"
                    + " value")
    private @Nullable String label;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "with --explain: the group of reference rows to compare with; by default all of them")
    private @Nullable String group;

    @Option(
            names = "--reasons",
            paramLabel = "N",
            description =
                    "with --explain: add a column that describes the N largest contributions in words; N is 0 to 100")
    private @Nullable Integer reasons;

    @Option(
            names = "--warnings",
            description = "add a column with warnings about values that differ from those in the training data")
    private boolean warnings;

    @Option(
            names = "--uncertainty",
            description = "add columns with intervals or observed shares, if the model's card has residuals or"
                    + " calibration data")
    private boolean uncertainty;

    /** @param content the folder with the content of the WAR */
    ScoreCommand(Path content) {
        this.content = content;
    }

    @Override
    public Integer call() {
        checkOptions();
        return Score.run(this, spec.commandLine().getErr());
    }

    private void checkOptions() {
        if (!explain && (label != null || group != null || reasons != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    (label != null ? "--label" : group != null ? "--group" : "--reasons") + " requires --explain");
        }
        if (reasons != null && (reasons < 0 || reasons > MAX_REASONS)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--reasons: expected a whole number from 0 to " + MAX_REASONS + ", got " + reasons);
        }
    }

    Path in() {
        return in;
    }

    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** True if explanations are requested. */
    boolean explains() {
        return explain;
    }

    Optional<String> label() {
        return Optional.ofNullable(label);
    }

    Optional<String> group() {
        return Optional.ofNullable(group);
    }

    int reasons() {
        return reasons == null ? 0 : reasons;
    }

    boolean warnings() {
        return warnings;
    }

    boolean uncertainty() {
        return uncertainty;
    }

    Path shippedModel() {
        return content.resolve("WEB-INF/model.onnx");
    }
}
