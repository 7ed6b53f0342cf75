package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.Http;
import dev.onward.OnwardProcess.Ended;
import dev.onward.WebApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void servesWhatItTrainedWithoutACard() throws IOException {
        Path data = folder.resolve("points.csv");
        StringBuilder csv = new StringBuilder("x,y,colour\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i)
                    .append(',')
                    .append((i * 7) % 11)
                    .append(',')
                    .append(i < 20 ? "red" : "blue")
                    .append('\n');
        }
        Files.writeString(data, csv);
        Path out = folder.resolve("points.onnx");

        Ended ended = Commands.run("train", data.toString(), "--target", "colour", "--out", out.toString());

        assertThat(ended.exit()).isZero();
        try (WebApp server = WebApp.serve("--model", out.toString())) {
            Http.Answer answer = Http.to(server).get("/predict?x=2&y=3");
            assertThat(answer.body()).startsWith("{\"model\":\"points\",\"version\":\"1\",\"label\":\"red\"");
            assertThat(Http.to(server).get("/").body()).contains("<h1 dir=\"auto\">points</h1>");
        }
    }

    @Test
    void servesNumbersLearntFromCategories() throws IOException {
        Path data = folder.resolve("flats.csv");
        StringBuilder csv = new StringBuilder("No.,Area,Lift,Rent \n");
        for (int i = 0; i < 40; i++) {
            int area = 20 + i * 7 % 40;
            csv.append(i).append(',').append(area).append(',').append(i % 2);
            csv.append(',').append(10 * area + 50 * (i % 2)).append('\n');
        }
        Files.writeString(data, csv);
        Path card = folder.resolve("flats.card.json");
        Files.writeString(card, """
                {"columns": {"No.": {"drop": true}, "Area": {"rename": "area"}, "Rent": {"rename": "rent"},
                             "Lift": {"rename": "lift", "map": {"0": "no", "1": "yes"}}}}""");
        Path out = folder.resolve("flats.onnx");

        Ended ended = Commands.run(
                "train", data.toString(), "--target", "rent", "--card", card.toString(), "--out", out.toString());

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("  lift: 2 categories").contains("  R2           ");
        assertThat(ended.exit()).isZero();
        try (WebApp server = WebApp.serve("--model", out.toString())) {
            Http.Answer answer = Http.to(server).get("/predict?area=30&lift=yes");
            assertThat(answer.json().get("value").asDouble()).isCloseTo(350, within(1.0));
            Http.Answer refused = Http.to(server).get("/predict?area=30&lift=1");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().get("detail").asString())
                    .isEqualTo("lift: expected one of \"no\", \"yes\", got \"1\"");
        }
    }

    @Test
    void servesTheAdmissionExample() {
        try (WebApp server = WebApp.serve("--model", "docs/examples/admission.onnx")) {
            Http.Answer answer = Http.to(server).postJson("/predict", """
                    {"gre_score": 300, "toefl_score": 100, "university_rating": 4, "sop": 3, "lor": 4, "cgpa": 8.90,
                     "research": "Yes"}""");

            // The tutorial's own least squares, fitted to other rows, answer 0.7240.
            assertThat(answer.json().get("value").asDouble()).isCloseTo(0.7240, within(0.02));
            assertThat(Http.to(server).get("/").body())
                    .contains("<option dir=\"auto\" value=\"No\">No</option>")
                    .contains("<option dir=\"auto\" value=\"Yes\">Yes</option>");
        }
    }

    @Test
    void saysWhatIsWrongWithTheDataAndWritesNothing() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "x,class\n1,0\nabc,1\n");
        Path out = folder.resolve("model.onnx");

        Ended ended = Commands.run("train", data.toString(), "--target", "class", "--out", out.toString());

        assertThat(ended.err()).startsWith(data + ", line 3, x: expected a number, got \"abc\"\n");
        assertThat(ended.exit()).isEqualTo(2);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(data);
        }
    }

    @Test
    void checksTheConditionsOfGroupsBeforeTheTraining() throws IOException {
        Path out = folder.resolve("model.onnx");

        Ended ended = Commands.run(
                "train",
                "data/banknote.csv",
                "--target",
                "class",
                "--out",
                out.toString(),
                "--group",
                "a=varance>0",
                "--group",
                "b=label=2",
                "--group",
                "c=value>1",
                "--group",
                "d=variance>x",
                "--group",
                "all=label=1",
                "--group",
                "good=label=1");

        assertThat(ended.err()).isEqualTo("""
                data/banknote.csv: group "a": expected a feature, or label for the predicted label, got "varance", \
                did you mean "variance"?
                data/banknote.csv: group "b": expected one of the labels "0", "1", got "2"
                data/banknote.csv: group "c": expected a feature, or label for the predicted label, got "value"
                data/banknote.csv: group "d": expected a number after >, got "x"
                data/banknote.csv: group "all": expected another name; this one means all rows
                """);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void saysWhichTasksThereAre() {
        Ended ended = Commands.run(
                "train", "data/banknote.csv", "--target", "class", "--out", "x.onnx", "--task", "clustering");

        assertThat(ended.err())
                .isEqualTo("onward: --task: expected classification or regression, got \"clustering\"\n");
        assertThat(ended.exit()).isEqualTo(2);
    }
}
