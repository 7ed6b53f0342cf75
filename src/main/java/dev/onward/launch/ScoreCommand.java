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

/** The options of {@code score}. Names no class of the application, which is not there when the command only shows. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = "Answers every row of a CSV file, writing the same file with the answers as further columns.")
final class ScoreCommand implements Callable<Integer> {

    private final Path work;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "IN.csv", description = "the rows; - reads standard input")
    private Path in = Path.of("");

    @Option(names = "--out", paramLabel = "OUT.csv", description = "where the answers go; standard output if not given")
    private @Nullable Path out;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "ONNX file to ask; the shipped bank-note model if not given")
    private @Nullable String model;

    ScoreCommand(Path work) {
        this.work = work;
    }

    @Override
    public Integer call() {
        return Score.run(
                in,
                Optional.ofNullable(out),
                Optional.ofNullable(model),
                work.resolve("WEB-INF/model.onnx"),
                spec.commandLine().getErr());
    }
}
