package dev.onward.launch;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command {@code doctor}, which has the options of serving. Has no application class in a signature, because
 * serving loads this class without them.
 */
@Command(
        name = "doctor",
        customSynopsis = Launcher.COMMAND + " doctor [OPTIONS]",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Checks whether Onward can run on this machine with these settings, and suggests fixes.")
final class DoctorCommand implements Callable<Integer> {

    private final Path content;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** @param content the folder with the content of the WAR */
    DoctorCommand(Path content) {
        this.content = content;
    }

    @Override
    public Integer call() {
        return Doctor.run(
                SettingOptions.values(spec),
                content.resolve("WEB-INF/model.onnx"),
                spec.commandLine().getOut());
    }
}
