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

/** The options of {@code train}. Names no class of the application, which is not there when the command only shows. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains a model from a CSV file and writes it, with its card, as an ONNX file.")
final class TrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DATA.csv", description = "what to learn from")
    private Path data = Path.of("");

    @Option(names = "--target", required = true, paramLabel = "COLUMN", description = "the column to predict")
    private String target = "";

    @Option(
            names = "--card",
            paramLabel = "CARD.json",
            description = "what a CSV cannot say: titles, units, help, labels, licence, and columns to drop, rename or"
                    + " map")
    private @Nullable Path card;

    @Option(names = "--out", required = true, paramLabel = "MODEL.onnx", description = "where the model goes")
    private Path out = Path.of("");

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "classification or regression; by default at most 20 distinct whole numbers, or text, mean"
                    + " classes")
    private @Nullable String task;

    @Override
    public Integer call() {
        return Train.run(
                data,
                target,
                Optional.ofNullable(card),
                out,
                Optional.ofNullable(task),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }
}
