package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.OnwardProcess.Ended;
import dev.onward.model.card.ModelCard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From another tool's file to one that speaks for itself, on the command line. */
class DescribeAnnotateTest {

    private static final String IRIS = "src/test/resources/interop/sklearn-logistic-zipmap/model.onnx";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void draftsACardThatAnnotatePutsIntoTheFile() throws IOException {
        Ended drafted = Commands.run("describe", "--card", IRIS);
        ModelCard draft = ModelCard.read(drafted.out().getBytes(StandardCharsets.UTF_8), "draft");
        assertThat(draft.features()).hasSize(4);

        Path card = Files.writeString(
                folder.resolve("card.json"),
                drafted.out()
                        .replace("\"title\": \"f0\"", "\"title\": \"Sepal length\"")
                        .replace("\"name\": \"f0\"", "\"name\": \"sepal\""));
        Path data = Files.writeString(
                folder.resolve("rows.csv"), "sepal,f1,f2,f3,class\n5.1,3.5,1.4,0.2,0\n6.3,3.3,6,2.5,2\n");
        Path out = folder.resolve("iris.onnx");
        Ended annotated = Commands.run(
                "annotate",
                IRIS,
                "--card",
                card.toString(),
                "--data",
                data.toString(),
                "--target",
                "class",
                "--out",
                out.toString());
        assertThat(annotated.err()).isEmpty();
        assertThat(annotated.out())
                .startsWith("features: sepal, f1, f2, f3\n"
                        + "measured on the 2 rows of rows.csv, which the model may have been trained on:\n"
                        + "  accuracy 1.0\n  errors 0.0\nbackground for explanations \"all\": 2 rows\n"
                        + "examples: 2, golden rows: 5\nWrote " + out + ": ");

        Ended described = Commands.run("describe", out.toString());
        assertThat(described.out())
                .startsWith(out + ": iris, version 1, produced by skl2onnx 1.20.0\n")
                .contains(
                        "\ngolden rows: 5, reproduced\nreference data: 2 rows of rows.csv (sha256 ",
                        "; distributions of 4 features; calibration from rows that the model may have been trained on;"
                                + " background for explanations: all (2 of 2 rows)\n"
                                + "input \"float_input\": float [?, 4], read as 4 features, sepal, f1, f2, f3\n"
                                + "output \"output_label\": the predicted class; classes named by the ZipMap\n"
                                + "output \"output_probability\": probabilities (from LinearClassifier) of 3 classes (0, 1, 2),"
                                + " named by the ZipMap\n"
                                + "explanations: exact, from the coefficients\n",
                        "\"title\": \"Sepal length\"");

        Path answers = folder.resolve("answers.csv");
        Ended scored = Commands.run("score", data.toString(), "--model", out.toString(), "--out", answers.toString());
        assertThat(scored.exit()).isZero();
        assertThat(Files.readString(answers))
                .startsWith("sepal,f1,f2,f3,class,label,probability_0,probability_1,probability_2,error");
    }

    @Test
    void saysThatTheModelWasNotTrainedOnHeldOutRows(@TempDir Path folder) throws IOException {
        Path data = Files.writeString(
                folder.resolve("rows.csv"), "f0,f1,f2,f3,class\n5.1,3.5,1.4,0.2,0\n6.3,3.3,6,2.5,2\n");
        Path out = folder.resolve("iris.onnx");

        Ended annotated = Commands.run(
                "annotate",
                IRIS,
                "--data",
                data.toString(),
                "--target",
                "class",
                "--held-out",
                "--out",
                out.toString());

        assertThat(annotated.out())
                .contains("\nmeasured on the 2 rows of rows.csv, which the model was not trained on:\n")
                .doesNotContain("may have been trained");
        assertThat(Commands.run("describe", out.toString()).out())
                .contains(
                        "reference data: 2 rows of rows.csv",
                        "on the 2 rows of rows.csv, which the model was not trained on")
                .doesNotContain("may have been trained", "\"data\"");
    }

    @Test
    void namesFeaturesAfterTheHeaderOfAFile() throws IOException {
        Path data = Files.writeString(folder.resolve("train.csv"), "length,width,long,wide,class\n5,3,1,0,0\n");
        Path out = folder.resolve("iris.onnx");

        Ended named = Commands.run(
                "annotate", IRIS, "--names-from", data.toString(), "--target", "class", "--out", out.toString());
        Ended withTarget = Commands.run("annotate", IRIS, "--names-from", data.toString(), "--out", out.toString());
        Ended again = Commands.run(
                "annotate", out.toString(), "--names-from", data.toString(), "--target", "class", "--out", "x.onnx");

        assertThat(named.err()).isEmpty();
        assertThat(named.out())
                .contains("features named after the columns of train.csv, in order: f0 is length, f1 is width,"
                        + " f2 is long, f3 is wide\n");
        assertThat(Commands.run("describe", out.toString()).out())
                .contains("read as 4 features, length, width, long, wide\n");
        assertThat(withTarget.err())
                .isEqualTo(
                        data + ", line 1: expected 4 columns, one for each feature of the model, found 5; leave out the"
                                + " target with --target COLUMN\n");
        assertThat(withTarget.exit()).isEqualTo(2);
        assertThat(again.err())
                .isEqualTo(
                        data + ", line 1: expected a model whose features have no names yet, found length, width, long,"
                                + " wide; rename them with --card\n");
    }

    @Test
    void describesWhatHasNoTable() {
        Ended ended = Commands.run("describe", "src/test/resources/interop/pytorch-image/model.onnx");

        assertThat(ended.out())
                .contains(
                        "not tabular: input \"image\": expected the shape [rows, columns], got float [batch, 1, 8, 8];"
                                + " export the model with a matrix as its input, or send tensors to /v2\n"
                                + "input \"image\": float [batch, 1, 8, 8]\noutput \"output\": float [batch, 10]\n");
        assertThat(ended.exit()).isZero();
    }

    @Test
    void saysInOneLineWhatIsWrong() {
        Ended broken = Commands.run("describe", "pom.xml");
        Ended nothing = Commands.run("annotate", IRIS, "--out", "x.onnx");

        assertThat(broken.err())
                .startsWith("onward: pom.xml: not an ONNX model")
                .hasLineCount(1);
        assertThat(broken.exit()).isEqualTo(2);
        assertThat(nothing.err())
                .isEqualTo("onward: expected at least one of --card, --data and --names-from\n"
                        + "Try java -jar onward.war annotate --help.\n");
        assertThat(nothing.exit()).isEqualTo(2);
    }
}
