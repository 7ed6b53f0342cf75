package dev.onward.launch;

import dev.onward.model.FeatureOptions;
import dev.onward.model.Model;
import dev.onward.onnx.TextOperators;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.repository.ModelRepository.FileOptions;
import dev.onward.runtime.CLibrary;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.NativeRuntime;
import dev.onward.runtime.RuntimeUnavailableException;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.Source;
import dev.onward.settings.SettingsException;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the command {@code doctor}, which prints a line for each requirement of serving, even if others are not met. */
final class Doctor {

    /** Silenced, because its messages would repeat the lines of this report. */
    private static final Logger SERVING = Logger.getLogger(ModelRepository.class.getPackageName());

    private final PrintWriter out;
    private boolean isHealthy = true;
    private boolean hasRuntime;

    private Doctor(PrintWriter out) {
        this.out = out;
    }

    /** Checks everything, and returns the exit code: 1 if Onward cannot serve with these settings. */
    static int run(Map<Setting, String> flags, Path shipped, PrintWriter out) {
        Doctor doctor = new Doctor(out);
        doctor.system();
        doctor.runtime(shipped);
        doctor.settings(flags);
        out.flush();
        return doctor.isHealthy ? 0 : 1;
    }

    private void system() {
        ok("Java", Runtime.version() + ", " + System.getProperty("java.vendor"));
        note("memory", "Java heap of at most " + size(Runtime.getRuntime().maxMemory()) + "; change it with -Xmx");
        ok(
                "system",
                System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                        + CLibrary.find().map(library -> ", " + library).orElse(""));
        ContainerCheck.problems(System.getenv()).forEach(problem -> note("servlet container", problem));
        // It is writable, because Main has created a folder in it.
        File temporary = new File(System.getProperty("java.io.tmpdir"));
        ok("temporary folder", temporary + " is writable, " + size(temporary.getUsableSpace()) + " free");
    }

    private void runtime(Path shipped) {
        try {
            ok("ONNX Runtime", NativeRuntime.version());
            hasRuntime = true;
        } catch (RuntimeUnavailableException e) {
            notOk("ONNX Runtime", String.valueOf(e.getMessage()));
            return;
        }
        model("shipped model", shipped, GuardLimits.defaults());
        try {
            TextOperators.check();
            ok("text", "models that convert the case of text are supported");
        } catch (ModelException e) {
            note("text", String.valueOf(e.getMessage()));
        }
    }

    private void settings(Map<Setting, String> flags) {
        try {
            Settings settings = Settings.read(Source.ofFlags(flags));
            ok("settings", "all values are valid");
            settings.model().ifPresent(file -> model("model", file, GuardLimits.of(settings::modelLimit)));
            settings.models().ifPresent(folder -> folder(folder, settings));
            address(settings);
        } catch (SettingsException e) {
            notOk("settings", String.valueOf(e.getMessage()));
        }
    }

    private void model(String subject, Path file, GuardLimits limits) {
        try (Model model = Model.open(file, file.toString(), limits, id -> id.servable(file.toString()))) {
            opened(subject, model);
        } catch (RuntimeUnavailableException e) {
            // The check of ONNX Runtime has already reported this. It is not a problem of this file.
        } catch (ModelException e) {
            notOk(subject, String.valueOf(e.getMessage()));
        }
    }

    private void opened(String subject, Model model) {
        String name = model.name() + ", version " + model.version();
        if (model.verifiedRows() > 0) {
            ok(subject, name + ": reproduces its " + model.verifiedRows() + " golden rows");
        } else {
            note(
                    subject,
                    name + ": can be loaded but not verified, because it has no golden rows; \"annotate\" adds them");
        }
    }

    private void folder(Path folder, Settings settings) {
        // The reason why a folder cannot be read does not depend on the runtime.
        if (hasRuntime || !Files.isDirectory(folder) || !Files.isReadable(folder)) {
            models(folder, settings);
        }
    }

    /** Loads the folder once, as serving does. */
    private void models(Path folder, Settings settings) {
        // Its messages would repeat what is printed here.
        Level before = SERVING.getLevel();
        SERVING.setLevel(Level.OFF);
        FileOptions once = new FileOptions(
                Duration.ZERO, settings.loadLimit(), GuardLimits.of(settings::modelLimit), FeatureOptions.DEFAULT);
        try (ModelRepository repository = ModelRepository.ofFolder(folder, settings.defaultModel(), once)) {
            Catalogue catalogue = repository.catalogue();
            for (String name : catalogue.names()) {
                catalogue.versions(name).forEach(model -> opened("models", model));
            }
            catalogue.unserved().values().forEach(problem -> notOk("models", problem));
            // If no model is served, these problems already say why.
            if (!catalogue.notReadyReason().isEmpty()
                    && (catalogue.unserved().isEmpty() || !catalogue.names().isEmpty())) {
                notOk("models", catalogue.notReadyReason().orElse(""));
            }
        } finally {
            SERVING.setLevel(before);
        }
    }

    private void address(Settings settings) {
        try {
            EmbeddedServer.checkAddress(settings);
            String port = settings.port() == 0 ? "a free port" : "port " + settings.port();
            ok("address", port + " on " + settings.host() + " is available");
        } catch (StartException e) {
            notOk("address", String.valueOf(e.getMessage()));
        }
    }

    private void ok(String subject, String finding) {
        line("ok", subject, finding);
    }

    private void note(String subject, String finding) {
        line("note", subject, finding);
    }

    private void notOk(String subject, String finding) {
        isHealthy = false;
        line("not ok", subject, finding);
    }

    private void line(String result, String subject, String finding) {
        out.printf(Locale.ROOT, "%-8s%s: %s%n", result, subject, finding);
    }

    private static String size(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }
}
