package dev.onward.launch;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The options of {@code doctor}, which are those of serving. Names no class of the application, which is not there when
 * the command only shows.
 */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says whether Onward can serve on this machine with these settings, and if not, the way out.")
final class DoctorCommand implements Callable<Integer> {

    private final Path work;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DoctorCommand(Path work) {
        this.work = work;
    }

    @Override
    public Integer call() {
        return Doctor.run(
                SettingOptions.given(spec),
                work.resolve("WEB-INF/model.onnx"),
                spec.commandLine().getOut());
    }
}
