package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Mount;
import dev.onward.OnwardProcess;
import dev.onward.OnwardProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void writesTheFileWithItsAnswers() throws IOException {
        Path out = folder.resolve("out.csv");

        Ended ended = Commands.run("score", "data/banknote.csv", "--out", out.toString());

        assertThat(ended.err()).isEqualTo("1,372 rows, 1,372 predicted\n");
        assertThat(ended.exit()).isZero();
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(1373);
        assertThat(lines.get(0))
                .isEqualTo("variance,skewness,curtosis,entropy,class,label,probability_0,probability_1,error");
        assertThat(lines.get(1)).startsWith("3.6216,8.6661,-2.8073,-0.44699,0,0,0.99");
        long wrong = lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(cells -> !cells[4].equals(cells[5]))
                .count();
        assertThat(wrong).isZero();
    }

    @Test
    void addsContributionsAndTheirReasonsInWords() throws IOException {
        Path in = Files.writeString(
                folder.resolve("in.csv"), "variance,skewness,curtosis,entropy\n3.6216,8.6661,-2.8073,100\n");
        Path out = folder.resolve("out.csv");

        Ended ended = Commands.run(
                "score", in.toString(), "--explain", "--reasons", "1", "--warnings", "--out", out.toString());

        assertThat(ended.err()).isEqualTo("1 row, 1 predicted\n");
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.get(0))
                .isEqualTo("variance,skewness,curtosis,entropy,label,probability_0,probability_1,warnings,"
                        + "contribution_variance,contribution_skewness,contribution_curtosis,contribution_entropy,"
                        + "reasons,error");
        assertThat(lines.get(1))
                .contains("entropy: 100 is 97.5505 above the training range of -8.5482 to 2.4495")
                .containsPattern(",entropy = 100 raises the log-odds of [a-z]+ by [0-9.]+,$");
    }

    /** A long file is predicted in chunks, several of them at the same time. */
    @Test
    void writesTheSameForALongFileAsForItsParts() throws IOException {
        String header = "variance,skewness,curtosis,entropy\n";
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            rows.add(i % 700 == 3 ? "x,1,2,3\n" : i % 13 - 6 + "." + i + "," + (i % 11 - 5) + ",1.5," + i % 3 + "\n");
        }
        Path in = folder.resolve("in.csv");
        Path out = folder.resolve("out.csv");
        List<String> expected = new ArrayList<>();
        for (int part = 0; part < rows.size(); part += 1_000) {
            Files.writeString(in, header + String.join("", rows.subList(part, part + 1_000)));
            Commands.run("score", in.toString(), "--explain", "--out", out.toString());
            expected.addAll(Files.readAllLines(out).subList(part == 0 ? 0 : 1, 1_001));
        }

        Files.writeString(in, header + String.join("", rows));
        Ended ended = Commands.run("score", in.toString(), "--explain", "--out", out.toString());

        assertThat(ended.err()).isEqualTo("6,000 rows, 5,991 predicted, 9 failed: see the \"error\" column\n");
        assertThat(Files.readAllLines(out)).isEqualTo(expected);
    }

    @Test
    void requiresExplainForItsOptions() {
        assertThat(Commands.run("score", "in.csv", "--reasons", "3").err())
                .startsWith("onward: --reasons requires --explain\n");
        assertThat(Commands.run("score", "in.csv", "--label", "0").err())
                .startsWith("onward: --label requires --explain\n");
        assertThat(Commands.run("score", "in.csv", "--group", "all").err())
                .startsWith("onward: --group requires --explain\n");
        assertThat(Commands.run("score", "in.csv", "--explain", "--reasons", "-5")
                        .err())
                .startsWith("onward: --reasons: expected a whole number from 0 to 100, got -5\n");
        assertThat(Commands.run("annotate", "a.onnx", "--data", "a.csv", "--held-out", "--out", "b.onnx")
                        .err())
                .startsWith("onward: --held-out requires --target\n");
    }

    @Test
    void namesTheOptionOfAnUnknownGroupAndOfMissingReferenceData() throws IOException {
        Path in = Files.writeString(folder.resolve("in.csv"), "variance,skewness,curtosis,entropy\n1,2,3,4\n");

        Ended group = Commands.run("score", in.toString(), "--explain", "--group", "x");
        Ended without = Commands.run(
                "score", in.toString(), "--explain", "--model", "src/test/resources/interop/xgboost-binary/model.onnx");

        assertThat(group.err()).isEqualTo("onward: --group: expected \"all\", got \"x\"\n");
        assertThat(without.err())
                .isEqualTo("onward: --explain: the model's card has no reference data for explanations; add it with:"
                        + " annotate model.onnx --data train.csv --out explained.onnx\n");
    }

    @Test
    void namesTheFileForAFeatureWithTheNameOfAnOption() throws IOException {
        StringBuilder csv = new StringBuilder("group,x,y\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i % 7).append(',').append(i).append(',').append(1.5 * i).append('\n');
        }
        Path data = Files.writeString(folder.resolve("data.csv"), csv);
        Path model = folder.resolve("model.onnx");
        assertThat(Commands.run("train", data.toString(), "--target", "y", "--out", model.toString())
                        .exit())
                .isZero();
        Path in = Files.writeString(folder.resolve("in.csv"), "x\n1\n");

        Ended ended = Commands.run("score", in.toString(), "--explain", "--model", model.toString());

        assertThat(ended.err()).isEqualTo(in + ", line 1, group: expected a column with this name, found none\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void namesAnUnknownLabelToExplain() throws IOException {
        Path in = Files.writeString(
                folder.resolve("in.csv"), "variance,skewness,curtosis,entropy\n3.6216,8.6661,-2.8073,1\n");

        Ended ended = Commands.run("score", in.toString(), "--explain", "--label", "x");

        assertThat(ended.err()).isEqualTo("onward: --label: expected one of \"0\", \"1\", got \"x\"\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void writesToStandardOutputIfNoFileIsNamed() throws IOException {
        Path in = Files.writeString(
                folder.resolve("in.csv"),
                "variance,skewness,curtosis,entropy\n3.6216,8.6661,-2.8073,-0.44699\nx,1,2,3\n");

        Ended ended = OnwardProcess.runClasses(List.of(), Map.of(), "score", in.toString());

        assertThat(ended.out().lines()).anyMatch(line -> line.startsWith("3.6216,8.6661,-2.8073,-0.44699,0,0.99"));
        assertThat(ended.err()).isEqualTo("2 rows, 1 predicted, 1 failed: see the \"error\" column\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatStandardOutputCannotBeWritten() {
        Ended ended = redirected(">/dev/full", "score", "data/banknote.csv");

        assertThat(ended.err()).isEqualTo("standard output cannot be written: No space left on device\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsWithItsReader() {
        List<String> command = OnwardProcess.classesCommand(List.of(), List.of("score", "-"));
        String rows = "{ echo variance,skewness,curtosis,entropy; yes 1,2,3,4 | head -n 500000; }";

        Ended ended = OnwardProcess.execute(
                Stream.concat(
                                Stream.of("sh", "-c", rows + " | { \"$@\"; echo $? >&2; } | head -n 1", "sh"),
                                command.stream())
                        .toList(),
                Map.of());

        assertThat(ended.out())
                .isEqualToIgnoringWhitespace(
                        "variance,skewness,curtosis,entropy,label,probability_0,probability_1,error");
        assertThat(ended.err()).isEqualTo("standard output cannot be written: Broken pipe\n2\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesAnOutputFileOnAFullDisk() {
        Path out = folder.resolve("out.csv");
        List<String> command =
                OnwardProcess.classesCommand(List.of(), List.of("score", "data/banknote.csv", "--out", out.toString()));

        Ended ended = OnwardProcess.execute(Mount.over(folder, "size=32k", command), Map.of());

        assertThat(ended.err()).isEqualTo(out + ": cannot be written: No space left on device\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void namesAMissingFolderOfTheOutputFile() {
        Path missing = folder.resolve("missing");
        Path out = missing.resolve("out.csv");

        Ended ended = Commands.run("score", "data/banknote.csv", "--out", out.toString());

        assertThat(ended.err()).isEqualTo(out + ": cannot be written: the folder " + missing + " does not exist\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"describe model.onnx --card", "api-key shop", "--help", "help score", "--version"})
    @EnabledOnOs(OS.LINUX)
    void failsIfWhatACommandPrintsIsLost(String arguments) {
        Ended ended = redirected(">/dev/full", arguments.split(" ", -1));

        assertThat(ended.err()).isEqualTo("onward: standard output cannot be written\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    private static Ended redirected(String redirection, String... arguments) {
        List<String> command = OnwardProcess.classesCommand(List.of(), List.of(arguments));
        return OnwardProcess.execute(
                Stream.concat(Stream.of("sh", "-c", "exec \"$@\" " + redirection, "sh"), command.stream())
                        .toList(),
                Map.of());
    }

    @Test
    void saysWhichColumnsWereMatchedInAnotherCase() throws IOException {
        Path in = Files.writeString(folder.resolve("in.csv"), "Variance,skewness,curtosis,entropy\n1,2,3,4\n");
        Path out = folder.resolve("out.csv");

        Ended ended = Commands.run("score", in.toString(), "--out", out.toString());

        assertThat(ended.err()).isEqualTo(in + ", column \"Variance\" was read as \"variance\"\n1 row, 1 predicted\n");
        assertThat(ended.exit()).isZero();
    }

    @Test
    void saysWhatIsWrongWithAFileAndLeavesTheOldAnswer() throws IOException {
        Path in = Files.writeString(folder.resolve("in.csv"), "variance,skewness,curtosis\n1,2,3\n");
        Path out = Files.writeString(folder.resolve("out.csv"), "old");

        Ended ended = Commands.run("score", in.toString(), "--out", out.toString());

        assertThat(ended.err()).isEqualTo(in + ", line 1, entropy: expected a column with this name, found none\n");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(out).hasContent("old");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(in, out);
        }
    }

    @Test
    void refusesToReplaceItsInput() throws IOException {
        String rows = "variance,skewness,curtosis,entropy\n3.6216,8.6661,-2.8073,-0.44699\n";
        Path in = Files.writeString(folder.resolve("in.csv"), rows);
        Path model = Files.copy(Path.of("model.onnx"), folder.resolve("model.onnx"));
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), in);
        Path hardLink = Files.createLink(folder.resolve("hard.csv"), in);

        for (Path out : List.of(in, link, hardLink, folder.resolve("../" + folder.getFileName() + "/in.csv"), model)) {
            Ended ended = Commands.run("score", in.toString(), "--model", model.toString(), "--out", out.toString());

            assertThat(ended.err()).isEqualTo(out + ": cannot be written: it is also an input file\n");
            assertThat(ended.exit()).isEqualTo(2);
        }
        assertThat(in).hasContent(rows);
        assertThat(model).hasSameBinaryContentAs(Path.of("model.onnx"));
    }

    @Test
    void saysHowToScoreWithAModelInPlaceOfTheRows() {
        Ended ended = Commands.run("score", "model.onnx");

        assertThat(ended.err())
                .isEqualTo("onward: model.onnx: expected a CSV file, found a model; use \"score FILE.csv --model"
                        + " model.onnx\"\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void saysThatAFileIsMissing() {
        Ended ended = Commands.run("score", "no-such.csv");

        assertThat(ended.err()).isEqualTo("onward: no-such.csv: cannot be read: it does not exist\n");
        assertThat(ended.exit()).isEqualTo(2);
    }
}
