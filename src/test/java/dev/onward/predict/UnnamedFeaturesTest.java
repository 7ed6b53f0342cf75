package dev.onward.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.Http;
import dev.onward.WebApp;
import dev.onward.openapi.OpenApi;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A model from scikit-learn, whose features are the columns of a matrix and have no names. */
class UnnamedFeaturesTest {

    private static final String IRIS = "src/test/resources/interop/sklearn-logistic-strings-zipmap/model.onnx";
    private static final String ROW = "{\"f0\":5.1,\"f1\":3.5,\"f2\":1.4,\"f3\":0.2}";

    private static WebApp server;
    private static Http http;

    @BeforeAll
    static void serve() {
        server = WebApp.serve("--model", IRIS);
        http = Http.to(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void showsTheCommandsForAFileWithOtherNames() {
        Http.Answer answer = http.postCsv("/predict", "sepal_length,sepal_width,petal_length,petal_width\n5,3,1,0\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "line 1: expected columns with the names of the model's features, which are only numbered: f0,"
                                + " f1, f2, f3; found sepal_length, sepal_width, petal_length, petal_width. If the"
                                + " order is the same, so that f0 is sepal_length, f1 is sepal_width, f2 is"
                                + " petal_length, f3 is petal_width, give the features these names with"
                                + " \\\"annotate MODEL.onnx --names-from FILE.csv --out NAMED.onnx\\\", or start the"
                                + " server with \\\"serve --model MODEL.onnx --names"
                                + " sepal_length,sepal_width,petal_length,petal_width\\\"");
    }

    @Test
    void saysThatAFurtherColumnMayBeTheTarget() {
        Http.Answer answer = http.postCsv("/predict", "a,b,c,d,species\n5,3,1,0,x\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains("found a, b, c, d, species; one of these columns may be the target. To give the features the"
                        + " other names, in their order, use \\\"annotate MODEL.onnx --names-from FILE.csv --target"
                        + " COLUMN --out NAMED.onnx\\\"");
    }

    @Test
    void showsTheCommandsOnThePage() {
        String page = http.get("/", "Accept", "text/html").body();

        assertThat(page)
                .contains(
                        "annotate model.onnx --names-from train.csv --target COLUMN --out named.onnx<",
                        "serve --model model.onnx --names NAME0,NAME1,NAME2,NAME3<");
    }

    @Test
    void describesRowsByPosition() {
        OpenApi document = new OpenApi(http.get("/openapi.json").body());
        JsonNode body = document.follow(document.root().at("/paths/~1predict/post/requestBody"))
                .at("/content/application~1json");

        for (String rows : List.of(
                "[[5.1, 3.5, 1.4, 0.2]]",
                "{\"float_input\": [5.1, 3.5, 1.4, 0.2]}",
                "{\"float_input\": [[5.1, 3.5, 1.4, 0.2]]}",
                "[{\"float_input\": [5.1, 3.5, 1.4, 0.2]}, [5.1, 3.5, 1.4, 0.2], " + ROW + "]")) {
            assertThat(http.postJson("/predict", rows).status()).isEqualTo(200);
            assertThat(document.faults(body.get("schema"), rows)).as(rows).isEmpty();
        }
        for (String rows : List.of("[[5.1, 3.5, 1.4]]", "{\"input\": [5.1, 3.5, 1.4, 0.2]}", "[5.1, 3.5, 1.4, 0.2]")) {
            assertThat(http.postJson("/predict", rows).status()).isEqualTo(400);
            assertThat(document.faults(body.get("schema"), rows)).as(rows).isNotEmpty();
        }
        assertThat(OpenApi.examples(body)).containsKey("positions");
    }

    @Test
    void answersRowsByPosition() {
        String one = http.postJson("/predict", ROW).body();
        String several = http.postJson("/predict", "[" + ROW + "]").body();

        assertThat(http.postJson("/predict", "[[5.1, 3.5, 1.4, 0.2]]").body()).isEqualTo(several);
        assertThat(http.postJson("/predict", "{\"float_input\": [5.1, 3.5, 1.4, 0.2]}")
                        .body())
                .isEqualTo(one);
        assertThat(http.postJson("/predict", "{\"float_input\": [[5.1, 3.5, 1.4, 0.2]]}")
                        .body())
                .isEqualTo(one);
        assertThat(http.postJson("/predict", "[{\"float_input\": [5.1, 3.5, 1.4, 0.2]}]")
                        .body())
                .isEqualTo(several);
    }

    @Test
    void namesEveryProblemOfRowsByPosition() {
        assertThat(http.postJson("/predict", "[[5.1, 3.5, 1.4], [5.1, \"x\", 1.4, 0.2]]")
                        .body())
                .contains("row 1: expected 4 values, one for each feature, got 3")
                .contains("\"row\":2,\"feature\":\"f1\",\"message\":\"expected a number, got the string \\\"x\\\"\"");
        assertThat(problems("[5.1, 3.5]"))
                .containsOnly("expected an object or an array of values, got a number")
                .hasSize(2);
        assertThat(problems("{\"float_input\": [5.1]}"))
                .containsExactly("expected 4 values in \"float_input\", one for each feature, got 1");
        assertThat(problems("{\"float_input\": [5.1, 3.5, 1.4, 0.2, 7], \"f1\": 1}"))
                .containsExactly("expected 4 values in \"float_input\", one for each feature, got 5");
        assertThat(http.postJson("/predict", "{\"float_input\": [[5.1, 3.5, 1.4, 0.2], [1, 2, 3, 4]]}")
                        .body())
                .contains("expected one row in \\\"float_input\\\", got several");
        assertThat(problems("{\"other\": [5.1, 3.5, 1.4, 0.2]}"))
                .containsExactly(
                        "expected the features \"f0\", \"f1\", \"f2\", \"f3\", got none of them, only \"other\";"
                                + " send each value under the name of its feature, or all values in their order under"
                                + " \"float_input\"");
    }

    private static List<String> problems(String json) {
        return http.postJson("/predict", json)
                .json()
                .get("problems")
                .valueStream()
                .map(problem -> problem.get("message").asString())
                .toList();
    }

    @Test
    void servesTheFeaturesUnderTheGivenNames() {
        try (WebApp named = WebApp.serve("--model", IRIS, "--names", "length, width,petal_length,petal_width")) {
            Http other = Http.to(named);
            String csv = "petal_width,length,width,petal_length\n0.2,5.1,3.5,1.4\n";

            assertThat(other.postCsv("/predict", csv).body()).contains("0.2,5.1,3.5,1.4,setosa,");
            assertThat(other.postJson("/predict", "[[5.1, 3.5, 1.4, 0.2]]").body())
                    .contains("\"setosa\"");
        }
    }

    @Test
    void refusesAnotherNumberOfNames() {
        assertThatThrownBy(() -> WebApp.serve("--model", IRIS, "--names", "a,b,c"))
                .hasMessage(IRIS + ": --names: expected 4 names, one for each feature of the model, got 3");
        assertThatThrownBy(() -> WebApp.serve("--model", "model.onnx", "--names", "a,b,c,d"))
                .hasMessage("model.onnx: expected a model without names for its features, because --names gives them;"
                        + " its card has variance, skewness, curtosis, entropy; leave out --names");
    }
}
