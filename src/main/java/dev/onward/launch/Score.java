package dev.onward.launch;

import dev.onward.format.CsvFormat;
import dev.onward.model.Model;
import dev.onward.model.ModelException;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.SettingsException;
import dev.onward.table.InvalidInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The work of {@code score}. The output appears only when it is complete. */
final class Score {

    private Score() {}

    static int run(Path in, Optional<Path> out, Optional<String> modelFlag, Path shipped, PrintWriter err) {
        try {
            Settings settings =
                    Settings.read(setting -> setting == Setting.MODEL ? modelFlag : Optional.empty(), Setting::flag);
            try (Model model = Model.open(settings.model().orElse(shipped))) {
                CsvFormat.Count count = score(in, out, model, new ProgressBar(in, err));
                err.printf(
                        Locale.ROOT,
                        "%,d rows, %,d answered%s%n",
                        count.rows(),
                        count.rows() - count.faults(),
                        count.faults() == 0 ? "" : ", " + count.faults() + " not: see the column error");
            }
            return 0;
        } catch (InvalidInputException e) {
            err.println(e.problems().stream()
                    .map(problem -> in + ", " + problem.text(e.unit()))
                    .collect(Collectors.joining(System.lineSeparator())));
            return 2;
        } catch (ModelException | SettingsException e) {
            err.println("onward: " + e.getMessage());
            return 1;
        } catch (IOException | UncheckedIOException e) {
            Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
            String reason = cause instanceof NoSuchFileException missing
                            && missing.getFile().equals(in.toString())
                    ? "there is no such file"
                    : String.valueOf(cause);
            err.println("onward: " + in + ": " + reason);
            return 2;
        }
    }

    private static CsvFormat.Count score(Path in, Optional<Path> out, Model model, ProgressBar progress)
            throws IOException {
        try (InputStream csv = in.toString().equals("-") ? System.in : Files.newInputStream(in)) {
            InputStream counted = progress.counting(csv);
            if (out.isEmpty()) {
                OutputStream standard = new BufferedOutputStream(System.out, 1 << 16);
                CsvFormat.Count count = CsvFormat.score(counted, standard, model, CsvFormat.Answers.CSV, progress);
                standard.flush();
                return count;
            }
            Path target = out.get().toAbsolutePath();
            Path unfinished = target.resolveSibling("." + target.getFileName() + ".unfinished");
            try {
                try (OutputStream answers = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
                    CsvFormat.Count count = CsvFormat.score(counted, answers, model, CsvFormat.Answers.CSV, progress);
                    answers.flush();
                    Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                    return count;
                }
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
    }
}
