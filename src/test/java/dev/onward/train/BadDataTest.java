package dev.onward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onward.dataset.InvalidFilesException;
import dev.onward.dataset.OutputFile;
import dev.onward.model.card.Task;
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

    private static final String DROP = "drop the column by setting \"drop\": true for it under \"columns\" in the card";
    private static final String MISSING =
            "x.csv: training requires columns without missing values, found missing values in b; remove the affected"
                    + " rows, or " + DROP;

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
                .containsExactly("x.csv, line 1: the data has no target column \"class\", did you mean \"klass\"?");
        assertThat(problems("a,b\n1,2\n"))
                .containsExactly("x.csv, line 1: the data has no target column \"class\"; the columns are a, b");
    }

    @Test
    void namesTheOnlyClass() throws IOException {
        assertThat(problems("a,class\n1,0\n2,0.0\n"))
                .containsExactly("x.csv, line 2, class: expected at least two classes, found only \"0\"");
    }

    @Test
    void namesEveryBadCell() throws IOException {
        String csv = GOOD.replace("\n3,2,", "\nabc,2,").replace("\n5,4,1", "\n5,,") + "1,2\n1e39,2,0\n1,\"2,0\n1,3,1\n";

        assertThat(problems(csv))
                .containsExactly(
                        "x.csv, line 5, a: expected a number, got \"abc\"",
                        "x.csv, line 7, b: expected a number, got nothing",
                        "x.csv, line 7, class: expected a label or a number, got nothing",
                        "x.csv, line 42: expected 3 cells, got 2",
                        "x.csv, line 43, a: expected a number from -3.4028235E38 to 3.4028235E38," + " got 1e39",
                        "x.csv, line 44: expected a row of at most 131072 characters in which every quoted field is"
                                + " closed and followed by a separator",
                        MISSING);
    }

    @Test
    void listsFewCellsOfAColumnOfText() throws IOException {
        String csv = GOOD.replaceAll("\n(\\d*[1-9]),", "\nred$1,").replace("\nred21,0,", "\nred21,x,");

        assertThat(problems(csv))
                .containsExactly(
                        "x.csv, line 3, a: expected a number, got \"red1\"",
                        "x.csv, line 4, a: expected a number, got \"red2\"",
                        "x.csv, line 5, a: expected a number, got \"red3\"",
                        "x.csv, line 23, b: expected a number, got \"x\"",
                        "x.csv: and 33 more problems",
                        "x.csv, a: some values in this column are text; if it contains categories, set \"type\":"
                                + " \"string\" for"
                                + " the feature \"a\" in the card; otherwise, " + DROP);
    }

    @Test
    void listsAHundredProblemsAndCountsTheOthers() throws IOException {
        String csv = "a,class\n" + "1,0\n2,1\n".repeat(1000) + "x,0\n".repeat(150);

        List<String> problems = problems(csv);

        assertThat(problems).hasSize(101);
        assertThat(problems.get(99)).isEqualTo("x.csv, line 2101, a: expected a number, got \"x\"");
        assertThat(problems.get(100)).isEqualTo("x.csv: and 50 more problems");
    }

    @Test
    void requiresEnoughRowsOfEachClass() throws IOException {
        String csv = GOOD.replaceAll("(?m)^(\\d\\d),(\\d),1$", "1,1,1");

        assertThat(problems(csv))
                .containsExactly("x.csv, line 3, class: expected at least 10 distinct rows of each class for 10-fold"
                        + " cross-validation, got 5 of \"1\"");
    }

    @Test
    void requiresAHeaderAndRows() throws IOException {
        assertThat(problems("")).containsExactly("x.csv, line 1: expected a header line with column names");
        assertThat(problems("a,class\n")).containsExactly("x.csv, line 2: expected at least one row of data, got none");
        assertThat(problems("class\n1\n"))
                .containsExactly("x.csv, line 1, class: expected feature columns besides the target, found none");
        assertThat(problems("a,,class,\uD83D\uDCB6\n"))
                .containsExactly(
                        "x.csv, line 1: column 2 has no name; a card can rename or drop the column \"\"",
                        "x.csv, line 1, \uD83D\uDCB6: ONNX Runtime does not support characters above U+FFFF in a name");
    }

    @Test
    void allowsAtMostAHundredClasses() throws IOException {
        task = Optional.of(Task.CLASSIFICATION);
        String csv = "a,class\n"
                + IntStream.range(0, 202)
                        .mapToObj(i -> i + "," + i % 101 + "\n")
                        .collect(Collectors.joining());

        assertThat(problems(csv))
                .containsExactly(
                        "x.csv, line 1, class: expected at most 100 classes, found 101: \"0\" (first on line 2,"
                                + " 2 in total), \"1\" (first on line 3, 2 in total), \"2\" (first on line 4, 2 in"
                                + " total), \"3\" (first on line 5, 2 in total), \"4\" (first on line 6, 2 in total)"
                                + " and 96 more; --task regression treats the labels as numbers");
    }

    @Test
    void suggestsRegressionForSmallNumericClasses() throws IOException {
        assertThat(problems(GOOD.replace("\n10,2,0", "\n10,2,2")))
                .containsExactly(
                        "x.csv, line 12, class: expected at least 10 distinct rows of each class for 10-fold"
                                + " cross-validation, got 1 of \"2\"",
                        "x.csv, class: --task regression treats the labels as numbers");
    }

    @Test
    void requiresNumbersForRegression() throws IOException {
        task = Optional.of(Task.REGRESSION);

        assertThat(problems(GOOD.replace("\n10,2,0", "\n10,2,O").replace("\n12,4,0", "\n12,4,1e40")))
                .containsExactly(
                        "x.csv, line 12, class: expected a number, got \"O\"",
                        "x.csv, line 14, class: expected a number from -3.4028235E38 to 3.4028235E38, got 1e40");
        assertThat(problems("a,class\n1,0.5\n2,0.5\n"))
                .containsExactly("x.csv, line 1, class: expected at least two distinct numbers, found only 0.5");
        assertThat(problems("a,class\n1,0.5\n2,0.7\n2,0.8\n"))
                .containsExactly("x.csv: expected at least 10 distinct rows for 10-fold cross-validation, got 2");
    }

    @Test
    void reservesTheNamesOfOutputs() throws IOException {
        assertThat(problems(GOOD.replace("a,b,", "label,probability_x,")))
                .containsExactly(
                        "x.csv, line 1, label: a feature cannot have the same name as an output of the model",
                        "x.csv, line 1, probability_x: a feature cannot have the same name as a column that is"
                                + " added to CSV output");
        task = Optional.of(Task.REGRESSION);
        assertThat(problems(GOOD.replace("a,b,", "value,error,")))
                .containsExactly(
                        "x.csv, line 1, value: a feature cannot have the same name as an output of the model",
                        "x.csv, line 1, error: a feature cannot have the same name as a column that is added"
                                + " to CSV output");
    }

    @Test
    void refusesIdentifiersAsCategories() throws IOException {
        String csv = "id,b,class\n"
                + IntStream.range(0, 101)
                        .mapToObj(i -> "x" + i + "," + i + "," + i % 2 + "\n")
                        .collect(Collectors.joining());

        assertThat(problems(csv))
                .containsExactly("x.csv, id: expected at most 100 distinct values, got more; the column looks like an"
                        + " identifier or free text; " + DROP);
    }

    @Test
    void limitsTheWeights() throws IOException {
        String columns = IntStream.range(0, 2000).mapToObj(i -> "c" + i + ",").collect(Collectors.joining());
        String csv = columns + "class\n"
                + IntStream.range(0, 20)
                        .mapToObj(i -> (i + ",").repeat(2000) + i % 2 + "\n")
                        .collect(Collectors.joining());

        assertThat(problems(csv))
                .containsExactly("x.csv: expected at most 2000 weights, got 2001 (2000 numeric and category"
                        + " columns plus the intercept); to drop columns, set \"drop\": true for them under"
                        + " \"columns\" in the card");
    }

    @Test
    void reportsContradictionsOfCardAndData() throws IOException {
        Files.writeString(card, """
                {"labels": [{"name": "0"}, {"name": "2"}],
                 "values": [{"name": "class"}],
                 "features": [{"name": "aa"}, {"name": "b", "optional": true}, {"name": "class"}, {"name": "b"}],
                 "examples": [{"title": "one", "row": {"a": "x", "c": 1}}]}""");

        assertThat(problems(GOOD))
                .containsExactly(
                        "x.card.json: the data has no column for the feature \"aa\", did you mean \"a\"?",
                        "x.card.json, b: training requires columns without missing values, so no feature can be optional",
                        "x.card.json, class: this is the target, which cannot be a feature",
                        "x.card.json, b: this feature appears in the card twice",
                        "x.card.json: expected no \"values\" for a classification task; to predict numbers, set"
                                + " \"task\": \"regression\"",
                        "x.card.json: label \"2\" does not occur in the column \"class\"",
                        "x.csv, line 3, class: label \"1\" is not in the card x.card.json",
                        "x.card.json, example \"one\", a: expected a number, got the string \"x\"",
                        "x.card.json, example \"one\": unknown feature \"c\", did you mean \"a\"?",
                        "x.card.json, example \"one\", b: expected a number, got nothing");
    }

    @Test
    void reportsAnUnknownEntryOfTheCard() throws IOException {
        Files.writeString(card, "{\"features\": [{\"name\": \"a\", \"tittle\": \"x\"}]}");

        assertThat(problems("a,class\nx,0\n"))
                .containsExactly("x.card.json: unknown entry \"features[0].tittle\", did you mean \"title\"?");
    }

    @Test
    void reportsANameThatCannotBeServed() throws IOException {
        Files.writeString(card, "{\"name\": \"a%b\"}");

        assertThat(problems(GOOD))
                .containsExactly("x.card.json: name: expected 1 to 255 characters without slashes, percent signs or"
                        + " control characters, got \"a%b\"");
    }

    @Test
    void reportsWrongLabelsAndValuesForRegression() throws IOException {
        task = Optional.of(Task.REGRESSION);
        Files.writeString(card, """
                {"labels": [{"name": "0"}], "values": [{"name": "klass"}, {"name": "class"}]}""");

        assertThat(problems(GOOD))
                .containsExactly(
                        "x.card.json: expected no \"labels\" for a regression task; to predict classes, set \"task\":"
                                + " \"classification\"",
                        "x.card.json: expected at most one entry in \"values\", for the target, got 2",
                        "x.card.json: expected the target \"class\" as the value, got \"klass\"");
    }

    @Test
    void reportsWrongColumnsOnTheCard() throws IOException {
        Files.writeString(card, """
                {"columns": {"aa": {"drop": true}, "a": {"rename": "b"}, "class": {"drop": true}}}""");

        assertThat(problems(GOOD))
                .containsExactly(
                        "x.card.json: the data has no column \"aa\", did you mean \"a\"?",
                        "x.card.json, class: the target column cannot be dropped",
                        "x.card.json: the columns \"a\" and \"b\" would both be named \"b\"");
    }

    @Test
    void ignoresDroppedColumns() throws IOException {
        Files.writeString(card, "{\"columns\": {\"a\": {\"drop\": true}, \"b\": {\"drop\": true}}}");

        assertThat(problems(GOOD.replace("\n3,2,", "\nabc,,")))
                .containsExactly("x.csv, line 1, class: expected feature columns besides the target, found none");
        Files.writeString(card, "{\"columns\": {\"a\": {\"drop\": true}}}");
        assertThat(problems(GOOD.replace("\n3,2,", "\nabc,x,")))
                .containsExactly("x.csv, line 5, b: expected a number, got \"x\"");
    }

    @Test
    void reportsUnmappedValues() throws IOException {
        Files.writeString(card, """
                {"columns": {"b": {"rename": "day", "map": {"0": "Sun", "1": "Mon", "2": "Tue", "4": "Thu"}},
                             "class": {"map": {"0": "no"}}}}""");

        assertThat(problems("a,b,class\n1,0,0\n2,3,0\n3,,0\n4,1,1\n"))
                .containsExactly(
                        "x.csv, line 3, b: expected a value that the card maps, such as \"0\", got \"3\"",
                        "x.csv, line 4, b: expected one of \"Mon\", \"Sun\", got nothing",
                        "x.csv, line 5, class: expected a value that the card maps, such as \"0\", got \"1\"",
                        "x.csv, line 2, class: expected at least two classes, found only \"no\"",
                        "x.csv, b: \"map\" under \"columns\" in the card can map each value to a valid one",
                        MISSING);
    }

    @Test
    void reportsCellsOfAnotherTypeThanDeclared() throws IOException {
        Files.writeString(card, """
                {"features": [{"name": "n", "type": "integer"}, {"name": "t", "type": "boolean"},
                              {"name": "c", "categories": ["x", "y", "z", "y"]},
                              {"name": "d", "type": "number", "categories": ["1"]}]}""");
        String csv = "n,t,c,d,class\n" + "1,true,x,1,0\n2,false,y,1,1\n".repeat(10) + "1.5,1,w,1,0\n";

        assertThat(problems(csv))
                .containsExactly(
                        "x.card.json, c: expected unique categories, got a duplicate",
                        "x.card.json, c: category \"z\" does not occur in the column \"c\"",
                        "x.card.json, d: expected the type string, because it has categories, got number",
                        "x.csv, line 22, n: expected a whole number, got \"1.5\"",
                        "x.csv, line 22, t: expected true or false, got \"1\"",
                        "x.csv, line 22, c: expected one of \"x\", \"y\", \"z\", got \"w\", did you mean \"x\"?");
    }

    @Test
    void requiresSyntheticExamplesForConfidentialData() throws IOException {
        Files.writeString(card, """
                {"data": {"confidential": true},
                 "examples": [{"title": "one", "row": {"a": 3, "b": 2}}, {"title": "two", "row": {"a": 3, "b": 3}}]}""");

        assertThat(problems(GOOD))
                .containsExactly("x.card.json, example \"one\": expected a synthetic row because the data is"
                        + " confidential, got a row from the data");
    }

    @Test
    void namesFilesThatCannotBeReadOrWritten() throws IOException {
        out = folder.resolve("nowhere").resolve("model.onnx");
        data = folder.resolve("missing.csv");

        assertThat(problems())
                .containsExactly(
                        "nowhere/model.onnx: cannot be written: the folder nowhere does not exist",
                        "missing.csv: cannot be read: it does not exist");
        data = folder;
        out = folder;
        assertThat(problems())
                .containsExactly(
                        folder + ": expected a file to write to, found a folder",
                        folder + ": cannot be written: it is also an input file",
                        folder + ": cannot be read: Is a directory");
    }

    @Test
    void keepsTheOldModelOnFailure() throws IOException {
        Files.writeString(data, "a,class\n1,0\n");
        Files.writeString(out, "old");

        problems();

        assertThat(out).hasContent("old");
        assertThat(files()).containsExactly("model.onnx", "x.csv");
    }

    @Test
    void replacesTheOldModelWithoutLeavingOtherFiles() throws IOException {
        Files.writeString(data, GOOD);
        Files.writeString(out, "old");

        Training.run(request(), new PrintWriter(Writer.nullWriter()));

        assertThat(Files.size(out)).isGreaterThan(3);
        assertThat(files()).containsExactly("model.onnx", "x.csv");
    }

    @Test
    void leavesNoFilesIfTheLastStepFails() throws IOException {
        Files.createDirectories(out.resolve("full"));

        InvalidFilesException failure =
                catchThrowableOfType(InvalidFilesException.class, () -> OutputFile.write(out, new byte[] {1}));

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
        InvalidFilesException failure = catchThrowableOfType(
                InvalidFilesException.class, () -> Training.run(request(), new PrintWriter(Writer.nullWriter())));
        return failure.lines().stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    private Training.Request request() {
        return Training.Request.of(data, "class", out)
                .withCard(Optional.of(card).filter(Files::exists))
                .withTask(task);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
