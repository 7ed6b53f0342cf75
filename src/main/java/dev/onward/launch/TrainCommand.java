package dev.onward.launch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The options of {@code train}. Has no application class in a signature, because serving loads this class without them.
 */
@Command(
        name = "train",
        customSynopsis = Launcher.COMMAND + " train DATA.csv --target COLUMN --out MODEL.onnx",
        mixinStandardHelpOptions = true,
        description = "Trains a model on a CSV file and writes it, with its card, as an ONNX file.")
final class TrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DATA.csv", description = "the training data")
    private Path data = Path.of("");

    @Option(names = "--target", required = true, paramLabel = "COLUMN", description = "the column to predict")
    private String target = "";

    @Option(
            names = "--card",
            paramLabel = "CARD.json",
            description =
                    "a card with information that the CSV file does not contain: titles, units, help texts, labels,"
                            + " licence, and columns to drop, rename or map")
    private @Nullable Path card;

    @Option(names = "--out", required = true, paramLabel = "MODEL.onnx", description = "the file to write")
    private Path out = Path.of("");

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "classification or regression; the default is classification if the column contains text or"
                    + " at most 20 different whole numbers, otherwise regression")
    private @Nullable String task;

    @Option(
            names = "--group",
            paramLabel = "NAME=CONDITION",
            description = "a named group of rows with which predictions can be compared, such as"
                    + " --group approved=\"label=1\" or --group elderly=\"age>=60\"; may be repeated")
    private Map<String, String> groups = new LinkedHashMap<>();

    @Override
    public Integer call() {
        return Train.run(this, spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    Path data() {
        return data;
    }

    String target() {
        return target;
    }

    Optional<Path> card() {
        return Optional.ofNullable(card);
    }

    Path out() {
        return out;
    }

    Map<String, String> groups() {
        return groups;
    }

    Optional<String> task() {
        return Optional.ofNullable(task);
    }
}
