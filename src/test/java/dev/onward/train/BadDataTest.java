package dev.onward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onward.model.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadDataTest {

    /** Two features and 40 different rows of two classes. */
    private static final String GOOD = "a,b,class\n"
            + IntStream.range(0, 40)
                    .mapToObj(i -> i + "," + i * i % 7 + "," + i % 2 + "\n")
                    .collect(Collectors.joining());

    private final Path folder;
    private final Path card;
    private Path data;
    private Path out;
    private Optional<Task> task = Optional.empty();

    BadDataTest(@TempDir Path folder) {
        this.folder = folder;
        data = folder.resolve("x.csv");
        card = folder.resolve("x.card.json");
        out = folder.resolve("model.onnx");
    }

    @Test
    void namesTheMissingTarget() throws IOException {
        assertThat(problems("a,b,klass\n1,2,0\n"))
                .containsExactly("x.csv, line 1: there is no column \"class\" (the target), did you mean \"klass\"?");
        assertThat(problems("a,b\n1,2\n"))
                .containsExactly("x.csv, line 1: there is no column \"class\" (the target), the columns are a, b");
    }

    @Test
    void namesTheOnlyClass() throws IOException {
        assertThat(problems("a,class\n1,0\n2,0.0\n"))
                .containsExactly("x.csv, line 2, class: expected two classes, found only \"0\"");
    }

    @Test
    void namesEveryBadCell() throws IOException {
        String csv = GOOD.replace("\n3,2,", "\nabc,2,").replace("\n5,4,1", "\n5,,") + "1,2\n1e39,2,0\n1,\"2,0\n1,3,1\n";

        assertThat(problems(csv))
                .containsExactly(
                        "x.csv, line 5, a: expected a number, got \"abc\"",
                        "x.csv, line 7, b: expected a number, got nothing",
                        "x.csv, line 7, class: expected a label, got nothing",
                        "x.csv, line 42: expected 3 cells, got 2",
                        "x.csv, line 43, a: expected a number from -3.4028235E38 to 3.4028235E38," + " got 1e39",
                        "x.csv, line 44: expected every quote closed and followed by a separator in a row of at most 131072 characters");
    }

    @Test
    void listsFewCellsOfAColumnOfText() throws IOException {
        String csv = GOOD.replaceAll("\n(\\d+),", "\nred$1,").replace("\nred20,1,", "\nred20,x,");

        assertThat(problems(csv))
                .containsExactly(
                        "x.csv, line 2, a: expected a number, got \"red0\"",
                        "x.csv, line 3, a: expected a number, got \"red1\"",
                        "x.csv, line 4, a: expected a number, got \"red2\"",
                        "x.csv, line 22, b: expected a number, got \"x\"",
                        "x.csv: and 37 more problems",
                        "x.csv, a: most of this column is text; this version trains on numbers only");
    }

    @Test
    void listsAHundredProblemsAndCountsTheOthers() throws IOException {
        String csv = "a,class\n" + "1,0\n2,1\n".repeat(100) + "x,0\n".repeat(150);

        List<String> problems = problems(csv);

        assertThat(problems).hasSize(101);
        assertThat(problems.get(99)).isEqualTo("x.csv, line 301, a: expected a number, got \"x\"");
        assertThat(problems.get(100)).isEqualTo("x.csv: and 50 more problems");
    }

    @Test
    void asksForEnoughRowsOfEachClass() throws IOException {
        String csv = GOOD.replaceAll("(?m)^(\\d\\d),(\\d),1$", "1,1,1");

        assertThat(problems(csv))
                .containsExactly("x.csv, line 3, class: expected at least 10 different rows of each class for 10-fold"
                        + " cross-validation, got 5 of \"1\"");
    }

    @Test
    void asksForAHeaderAndRows() throws IOException {
        assertThat(problems("")).containsExactly("x.csv, line 1: expected a header line with the names of the columns");
        assertThat(problems("a,class\n")).containsExactly("x.csv, line 2: expected rows of data, got none");
        assertThat(problems("class\n1\n"))
                .containsExactly("x.csv, line 1, class: expected other columns besides the target, found none");
        assertThat(problems("a,,class,label,\uD83D\uDCB6\n"))
                .containsExactly(
                        "x.csv, line 1: column 2 has no name",
                        "x.csv, line 1, label: a feature cannot have the name of an output of the model",
                        "x.csv, line 1, \uD83D\uDCB6: the ONNX Runtime cannot take characters beyond U+FFFF in a name");
    }

    @Test
    void saysThatManyClassesAreNotThereYet() throws IOException {
        assertThat(problems(GOOD.replace("\n10,2,0", "\n10,2,O")))
                .containsExactly(
                        "x.csv, line 1, class: expected two classes, found 3: \"0\" (first in line 2, 19 in all),"
                                + " \"1\" (first in line 3, 20 in all), \"O\" (first in line 12, 1 in all);"
                                + " more than two are not there yet");
    }

    @Test
    void saysThatRegressionIsNotThereYet() throws IOException {
        assertThat(problems("a,class\n1,0.5\n2,0.7\n"))
                .containsExactly("x.csv, line 1, class: 2 different numbers mean regression, which is not there yet;"
                        + " --task classification takes each number for a class");
        task = Optional.of(Task.REGRESSION);
        assertThat(problems(GOOD))
                .containsExactly(
                        "x.csv, line 1, class: regression is not there yet; this version trains on two classes");
    }

    @Test
    void namesWhatTheCardAndTheDataDisagreeOn() throws IOException {
        Files.writeString(card, """
                {"labels": [{"name": "0"}, {"name": "2"}],
                 "features": [{"name": "aa"}, {"name": "b", "type": "string"}, {"name": "class"}],
                 "examples": [{"title": "one", "row": {"a": "x", "c": 1}}]}""");

        assertThat(problems(GOOD))
                .containsExactly(
                        "x.card.json: feature \"aa\" is no column of the data, did you mean \"a\"?",
                        "x.card.json, b: expected the type number, got string; this version trains on numbers only",
                        "x.card.json, class: this is the target and cannot be a feature too",
                        "x.card.json: label \"2\" does not occur in the column class",
                        "x.csv, line 3, class: the card x.card.json has no label \"1\"",
                        "x.card.json, example \"one\", a: expected a number, got x",
                        "x.card.json, example \"one\", b: expected a number, got nothing",
                        "x.card.json: example \"one\": feature \"c\" is no column of the data, did you mean \"a\"?");
    }

    @Test
    void namesTheFaultInTheCard() throws IOException {
        Files.writeString(card, "{\"features\": [{\"name\": \"a\", \"tittle\": \"x\"}]}");

        assertThat(problems("a,class\nx,0\n"))
                .containsExactly(
                        "x.card.json: unknown entry \"features[0].tittle\", did you mean \"title\"?",
                        "x.csv, line 2, a: expected a number, got \"x\"",
                        "x.csv, line 2, class: expected two classes, found only \"0\"",
                        "x.csv, a: most of this column is text; this version trains on numbers only");
    }

    @Test
    void namesFilesThatCannotBeReadOrWritten() throws IOException {
        out = folder.resolve("nowhere").resolve("model.onnx");
        data = folder.resolve("missing.csv");

        assertThat(problems())
                .containsExactly(
                        "nowhere/model.onnx: cannot be written: there is no folder nowhere",
                        "missing.csv: cannot be read: there is no such file");
        data = folder;
        out = folder;
        assertThat(problems())
                .containsExactly(
                        folder + ": expected a file to write to, found a folder",
                        folder + ": cannot be written: it is one of the files to read",
                        folder + ": cannot be read: Is a directory");
    }

    @Test
    void leavesTheOldModelAloneWhenItFails() throws IOException {
        Files.writeString(data, "a,class\n1,0\n");
        Files.writeString(out, "old");

        problems();

        assertThat(out).hasContent("old");
        assertThat(files()).containsExactly("model.onnx", "x.csv");
    }

    @Test
    void replacesTheOldModelAndLeavesNothingBeside() throws IOException {
        Files.writeString(data, GOOD);
        Files.writeString(out, "old");

        Training.run(request(), new PrintWriter(Writer.nullWriter()));

        assertThat(Files.size(out)).isGreaterThan(3);
        assertThat(files()).containsExactly("model.onnx", "x.csv");
    }

    @Test
    void leavesNothingBesideWhenTheLastStepFails() throws IOException {
        Files.createDirectories(out.resolve("full"));

        TrainingException failure =
                catchThrowableOfType(TrainingException.class, () -> Output.write(out, new byte[] {1}));

        assertThat(failure.lines()).hasSize(1);
        assertThat(failure.lines().get(0)).startsWith(out + ": cannot be written: ");
        assertThat(files()).containsExactly("model.onnx");
    }

    private List<String> problems(String csv) throws IOException {
        Files.writeString(data, csv);
        List<String> problems = problems();
        assertThat(out).doesNotExist();
        return problems;
    }

    private List<String> problems() {
        TrainingException failure = catchThrowableOfType(
                TrainingException.class, () -> Training.run(request(), new PrintWriter(Writer.nullWriter())));
        return failure.lines().stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    private Training.Request request() {
        return new Training.Request(
                data, "class", Files.exists(card) ? Optional.of(card) : Optional.empty(), out, task);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
