package dev.onward.launch;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The options of {@code score}. Has no application class in a signature, because serving loads this class without them.
 */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description =
                "Makes a prediction for every row of a CSV file, and writes the file with the predictions as additional"
                        + " columns.")
final class ScoreCommand implements Callable<Integer> {

    private final Path work;

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

    /** @param work the folder into which {@link Main} has unpacked the WAR */
    ScoreCommand(Path work) {
        this.work = work;
    }

    @Override
    public Integer call() {
        return Score.run(this, spec.commandLine().getErr());
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

    Path shippedModel() {
        return work.resolve("WEB-INF/model.onnx");
    }
}
