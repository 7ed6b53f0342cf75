package dev.onward.launch;

import dev.onward.csv.CsvScorer;
import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.dataset.OutputFile;
import dev.onward.details.CsvColumns;
import dev.onward.details.DetailOptions;
import dev.onward.details.DetailSource;
import dev.onward.details.ExplanationLimit;
import dev.onward.details.ExplanationOptions;
import dev.onward.details.ExplanationOptions.Comparison;
import dev.onward.details.ModelDetails;
import dev.onward.model.Model;
import dev.onward.model.card.ModelCard;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.NativeRuntime;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.UnknownCategories;
import dev.onward.settings.SettingsException;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs the command {@code score}. The output file appears only when it is complete. */
final class Score {

    private static final String STANDARD_INPUT = "-";

    /** The file that standard input is redirected from, on systems that have such a link. */
    private static final Path STANDARD_INPUT_FILE = Path.of("/dev/stdin");

    private final Model model;
    private final DetailSource details;
    private final ProgressBar progress;

    private Score(Model model, DetailSource details, ProgressBar progress) {
        this.model = model;
        this.details = details;
        this.progress = progress;
    }

    /** Scores, and returns the exit code: 2 if a file or a setting is invalid, 1 if ONNX Runtime cannot be loaded. */
    static int run(ScoreCommand command, PrintWriter err) {
        Path in = command.in();
        if (in.toString().endsWith(".onnx")) {
            err.println("onward: " + in + ": expected a CSV file, found a model; use \"score FILE.csv --model " + in
                    + "\"");
            return 2;
        }
        try {
            Path file = Settings.readModel(command.model()).orElseGet(command::shippedModel);
            command.out().ifPresent(out -> checkOutput(out, in, file));
            try (Model model = openModel(file)) {
                model.notTabularReason().ifPresent(reason -> {
                    throw new InvalidFilesException(
                            List.of(file + ": the model does not accept tabular data: " + reason));
                });
                model.simplify();
                CsvScorer.Outcome outcome = new Score(treated(model), details(command, model), new ProgressBar(in, err))
                        .score(in, command.out());
                outcome.notices().forEach(notice -> err.println(in + ", " + notice));
                CsvScorer.Count count = outcome.count();
                err.printf(
                        Locale.ROOT,
                        "%,d %s, %,d predicted%s%n",
                        count.rows(),
                        count.rows() == 1 ? "row" : "rows",
                        count.rows() - count.badRows(),
                        count.badRows() == 0
                                ? ""
                                : String.format(
                                        Locale.ROOT, ", %,d failed: see the \"error\" column", count.badRows()));
            }
            return 0;
        } catch (InvalidFilesException e) {
            e.lines().forEach(err::println);
            return 2;
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> err.println(place(problem, in) + problem.text(e.unit())));
            return 2;
        } catch (ModelException | SettingsException e) {
            return CommandFailure.report(e, err);
        } catch (IOException e) {
            err.println("onward: " + e.getMessage());
            return 2;
        }
    }

    /** Opens the model while the native runtime and the JSON library are loaded, which takes as long. */
    private static Model openModel(Path file) {
        GuardLimits limits = GuardLimits.of(Settings.readModelLimits());
        if (!Files.isReadable(file)) {
            // Opening it reports why.
            return Model.open(file, limits);
        }
        Executor threads = task -> new Thread(task, "onward-load").start();
        CompletableFuture<?> loaded = CompletableFuture.allOf(
                CompletableFuture.runAsync(NativeRuntime::version, threads),
                CompletableFuture.runAsync(ModelCard::initialise, threads));
        try {
            return Model.open(file, limits);
        } finally {
            // The process must not end while the runtime unpacks its files. Opening the model reports its failures.
            loaded.handle((nothing, failure) -> true).join();
        }
    }

    /** The text before a problem, which begins with the name of an option, or else is in the file. */
    private static String place(Problem problem, Path in) {
        return problem.option().isPresent() ? "onward: --" : in + ", ";
    }

    /** @throws InvalidFilesException if the output cannot be written, or would replace an input */
    private static void checkOutput(Path out, Path in, Path model) {
        FileProblems problems = new FileProblems();
        if (!Files.exists(out)) {
            OutputFile.check(out, List.of(), problems);
        } else if (Files.isRegularFile(out)) {
            // A terminal may be both.
            Path rows = in.toString().equals(STANDARD_INPUT) ? STANDARD_INPUT_FILE : in;
            OutputFile.checkInputs(out, List.of(rows, model), problems);
        }
        problems.throwIfAny();
    }

    private static Model treated(Model model) {
        return Settings.readUnknownCategories() == UnknownCategories.REFUSE ? model.refusingUnknownCategories() : model;
    }

    /** Without a requested detail, the graph is not analysed. */
    private static DetailSource details(ScoreCommand command, Model model) {
        Optional<ExplanationOptions> explanation = command.explains()
                ? Optional.of(new ExplanationOptions(command.label(), command.group(), Comparison.UNAVAILABLE))
                : Optional.empty();
        CsvColumns columns = new CsvColumns(command.reasons(), command.warnings(), command.uncertainty());
        DetailOptions options = new DetailOptions(explanation, Optional.empty(), false, columns);
        return options.equals(DetailOptions.DEFAULT)
                ? DetailSource.NONE
                : ModelDetails.of(model)
                        .map(found -> found.source(model, options, ExplanationLimit.NONE))
                        .orElse(DetailSource.NONE);
    }

    private CsvScorer.Outcome score(Path in, Optional<Path> out) throws IOException {
        try (InputStream csv = progress.counting(open(in))) {
            return out.isEmpty() ? predict(csv, new FileOutputStream(FileDescriptor.out)) : score(csv, out.get());
        } catch (OutputException e) {
            String name = out.map(file -> file + ":").orElse("standard output");
            throw new InvalidFilesException(List.of(name + " cannot be written: " + Text.reason(e)));
        } catch (UncheckedIOException e) {
            throw new IOException(in + ": cannot be scored: " + Text.reason(e), e);
        }
    }

    private CsvScorer.Outcome score(InputStream csv, Path out) {
        try {
            Path target = Files.exists(out) ? out.toRealPath() : out.toAbsolutePath();
            // A device or a pipe cannot be replaced, so it is written to directly.
            boolean replaceable = !Files.exists(target) || Files.isRegularFile(target);
            return replaceable ? replace(csv, target) : write(csv, target);
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    private static InputStream open(Path in) throws IOException {
        try {
            return in.toString().equals(STANDARD_INPUT) ? System.in : Files.newInputStream(in);
        } catch (IOException e) {
            throw new IOException(in + ": " + Text.unreadable(in, e), e);
        }
    }

    private CsvScorer.Outcome replace(InputStream csv, Path target) throws IOException {
        Path temporary = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".unfinished");
        temporary.toFile().deleteOnExit();
        try {
            CsvScorer.Outcome outcome = write(csv, temporary);
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return outcome;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private CsvScorer.Outcome write(InputStream csv, Path file) throws IOException {
        try (OutputStream predictions = Files.newOutputStream(file)) {
            return predict(csv, predictions);
        }
    }

    private CsvScorer.Outcome predict(InputStream csv, OutputStream out) {
        OutputStream buffered = new BufferedOutputStream(new Output(out), 1 << 16);
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(processors, task -> new Thread(task, "onward-score"));
        try {
            CsvScorer.Outcome outcome = CsvScorer.score(
                    csv, CsvScorer.Part.WHOLE, buffered, model, details, CsvScorer.OutputFormat.CSV, progress, workers);
            buffered.flush();
            return outcome;
        } catch (IOException e) {
            throw new OutputException(e);
        } finally {
            workers.shutdown();
        }
    }

    /** Throws {@link OutputException}, to tell its failures from those of the input. */
    private static final class Output extends FilterOutputStream {

        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new OutputException(e);
            }
        }
    }

    private static final class OutputException extends UncheckedIOException {

        OutputException(IOException cause) {
            super(cause);
        }
    }
}
