package dev.onward.launch;

import dev.onward.model.Model;
import dev.onward.onnx.TextOperators;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.repository.ModelRepository.FileOptions;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.NativeRuntime;
import dev.onward.runtime.NoRuntimeException;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.Place;
import dev.onward.settings.SettingsException;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The work of {@code doctor}: a line for each thing that serving needs, whatever became of the others. */
final class Doctor {

    /** Whose lines would say the same again. */
    private static final Logger SERVING = Logger.getLogger(ModelRepository.class.getPackageName());

    private final PrintWriter out;
    private boolean isWell = true;
    private boolean hasRuntime;

    private Doctor(PrintWriter out) {
        this.out = out;
    }

    /** Examines everything, and returns the exit code: 1 if Onward cannot serve with these settings. */
    static int run(Map<Setting, String> flags, Path shipped, PrintWriter out) {
        Doctor doctor = new Doctor(out);
        doctor.system();
        doctor.runtime(shipped);
        doctor.settings(flags);
        out.flush();
        return doctor.isWell ? 0 : 1;
    }

    private void system() {
        ok("Java", Runtime.version() + ", " + System.getProperty("java.vendor"));
        note("memory", "Java takes at most " + size(Runtime.getRuntime().maxMemory()) + " for its heap; -Xmx sets it");
        ok(
                "system",
                System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                        + CLibrary.find().map(library -> ", " + library).orElse(""));
        // All of the WAR was unpacked to it before this runs.
        File temporary = new File(System.getProperty("java.io.tmpdir"));
        ok("temporary folder", temporary + " can be written to and has " + size(temporary.getUsableSpace()) + " left");
    }

    private void runtime(Path shipped) {
        try {
            ok("ONNX Runtime", NativeRuntime.version());
            hasRuntime = true;
        } catch (NoRuntimeException e) {
            notOk("ONNX Runtime", String.valueOf(e.getMessage()));
            return;
        }
        model("shipped model", shipped, GuardLimits.defaults());
        try {
            TextOperators.check();
            ok("text", "models that change upper and lower case work");
        } catch (ModelException e) {
            note("text", String.valueOf(e.getMessage()));
        }
    }

    private void settings(Map<Setting, String> flags) {
        try {
            Settings settings =
                    Settings.read(new Place(setting -> Optional.ofNullable(flags.get(setting)), Setting::flag));
            ok("settings", "each has a value that it can take");
            settings.model().ifPresent(file -> model("model", file, GuardLimits.of(settings::limit)));
            settings.models().ifPresent(folder -> folder(folder, settings));
            address(settings);
        } catch (SettingsException e) {
            notOk("settings", String.valueOf(e.getMessage()));
        }
    }

    private void model(String what, Path file, GuardLimits limits) {
        try (Model model = Model.open(file, file.toString(), limits, said -> said)) {
            opened(what, model);
        } catch (NoRuntimeException e) {
            // Told already, and no fault of this file.
        } catch (ModelException e) {
            notOk(what, String.valueOf(e.getMessage()));
        }
    }

    private void opened(String what, Model model) {
        String name = model.name() + ", version " + model.version();
        if (model.verifiedRows() > 0) {
            ok(what, name + ": reproduces its " + model.verifiedRows() + " golden rows");
        } else {
            note(what, name + ": opens; it has no golden rows to be verified by, which \"annotate\" gives it");
        }
    }

    private void folder(Path folder, Settings settings) {
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            notOk("models", folder + ": expected a folder that can be read");
        } else if (hasRuntime) {
            models(folder, settings);
        }
    }

    /** As serving does it, once. */
    private void models(Path folder, Settings settings) {
        SERVING.setLevel(Level.OFF);
        FileOptions once = new FileOptions(Duration.ZERO, settings.loadLimit(), GuardLimits.of(settings::limit));
        try (ModelRepository repository = ModelRepository.ofFolder(folder, settings.defaultModel(), once)) {
            Catalogue catalogue = repository.catalogue();
            for (String name : catalogue.names()) {
                catalogue.versions(name).forEach(model -> opened("models", model));
            }
            catalogue.unserved().values().forEach(failure -> notOk("models", failure));
            // Where nothing is served, the failures, if there are any, are the obstacle.
            if (!catalogue.notReadyReason().isEmpty()
                    && (catalogue.unserved().isEmpty() || !catalogue.names().isEmpty())) {
                notOk("models", catalogue.notReadyReason().orElse(""));
            }
        }
    }

    private void address(Settings settings) {
        try {
            EmbeddedServer.checkAddress(settings);
            String port = settings.port() == 0 ? "a free port" : "port " + settings.port();
            ok("address", port + " on " + settings.host() + " can be had");
        } catch (StartException e) {
            notOk("address", String.valueOf(e.getMessage()));
        }
    }

    private void ok(String what, String found) {
        line("ok", what, found);
    }

    private void note(String what, String found) {
        line("note", what, found);
    }

    private void notOk(String what, String found) {
        isWell = false;
        line("not ok", what, found);
    }

    private void line(String verdict, String what, String found) {
        out.printf(Locale.ROOT, "%-8s%s: %s%n", verdict, what, found);
    }

    private static String size(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }
}
