package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.Log;
import dev.onward.Patience;
import dev.onward.WebApp;
import dev.onward.model.ConstantModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A folder of models, as it is seen over HTTP. Tests that only read share a folder and its server; each of the others
 * has its own, because it changes the folder, needs an exact listing of it, or other settings.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelsTest {

    private static final String NOTE =
            "{\"variance\": 3.6216, \"skewness\": 8.6661, \"curtosis\": -2.8073, \"entropy\": -0.44699}";

    @TempDir
    private Path folder = Path.of("");

    private WebApp shared;

    @BeforeAll
    void serveShared(@TempDir Path models) {
        folder = models;
        copy(Path.of("model.onnx"), "banknote.onnx");
        write("m/1/model.onnx", ConstantModel.plain(1));
        write("m/2/model.onnx", ConstantModel.plain(2));
        write("n/1/model.onnx", ConstantModel.bytes(1));
        write("n/2/model.onnx", new byte[] {1});
        shared = serve();
    }

    @AfterAll
    void stopShared() {
        shared.close();
    }

    @Test
    void servesEachModelUnderItsNameAndVersion() {
        Http http = Http.to(shared);

        assertThat(http.postJson("/models/m/predict", "{\"x\": 0}").body())
                .isEqualTo("{\"model\":\"m\",\"version\":\"2\",\"value\":2.0}");
        assertThat(http.postJson("/models/m/versions/1/predict", "{\"x\": 0}").body())
                .isEqualTo("{\"model\":\"m\",\"version\":\"1\",\"value\":1.0}");
        assertThat(http.get("/models/m/predict?x=0").json().get("value").asInt())
                .isEqualTo(2);
        assertThat(http.postCsv("/models/m/versions/2/predict", "x\n7\n").body())
                .isEqualTo("x,value,error\r\n7,2.0,\r\n");
        assertThat(http.postJson("/models/banknote/predict", NOTE)
                        .json()
                        .get("label")
                        .asString())
                .isEqualTo("0");
    }

    @Test
    void refusesWhatIsNotThere() {
        write("a.onnx", ConstantModel.plain(1));
        write("b.onnx", ConstantModel.plain(2));
        write("secret.txt", new byte[] {1});
        try (WebApp server = serve()) {
            Http http = Http.to(server);

            assertNothing(
                    http.postJson("/predict", "{}"),
                    "there is no default model; specify a model by name; available: a, b; see /models");
            assertNothing(
                    http.postForm("/", "x=1"),
                    "there is no default model; specify a model by name; available: a, b; see /models");
            assertNothing(http.get("/models/c"), "there is no model \"c\"; available: a, b; see /models");
            assertNothing(
                    http.get("/models/secret.txt"), "there is no model \"secret.txt\"; available: a, b; see /models");
            assertNothing(
                    http.postJson("/models/a/versions/9/predict", "{}"),
                    "this model has no version \"9\"; available: 1; see /models");
            for (String path :
                    new String[] {"/models/a/", "/models/a/x", "/models/a/versions", "/models/a/versions/1/x"}) {
                assertNothing(http.get(path), "no resource found at " + path);
            }
            // Containers refuse some of these themselves.
            assertThat(http.get("/models/%2e%2e/a").status()).isIn(400, 404);
            assertThat(http.get("/models/..%2fa").status()).isIn(400, 404);
            assertThat(http.send("DELETE", "/models/a", BodyPublishers.noBody()).status())
                    .isEqualTo(405);
        }
    }

    @Test
    void showsAGalleryOfSeveralAndTheFormOfOne() {
        copy(Path.of("model.onnx"), "banknote.onnx");
        try (WebApp server = serve()) {
            Http http = Http.to(server);
            assertThat(http.get("/").body())
                    .contains("<h1 dir=\"auto\">Banknote authentication</h1>")
                    .contains("<form class=\"inputs\" method=\"post\" action=\"/\"")
                    .doesNotContain("All models");

            write("m/1/model.onnx", ConstantModel.bytes(1));
            write("m/2/model.onnx", ConstantModel.unfaithful(2));
            await(() -> http.get("/models").json().get("models").size() == 2);
            await(() -> http.get("/models").body().contains("golden rows"));

            assertThat(http.get("/").body())
                    .contains("<h1 dir=\"auto\">Banknote authentication</h1>")
                    .contains("<a href=\"/models\">All models</a>");
            String gallery = http.get("/models", "Accept", "text/html").body();
            assertThat(gallery)
                    .contains("<h1>Models</h1>")
                    .contains("<a href=\"/models/banknote\">Banknote authentication</a>")
                    .contains("<a href=\"/models/m\">m</a>")
                    .contains("<a dir=\"auto\" href=\"/models/m/versions/1\">1</a>")
                    .contains("m/2/model.onnx: does not reproduce its golden rows: row 1, value: expected 2.0");
        }
        try (WebApp server = serve()) {
            assertThat(Http.to(server).get("/", "Accept", "text/html").body()).contains("<h1>Models</h1>");
        }
    }

    @Test
    void showsTheFormAndTheCardOfOneModel() {
        Http http = Http.to(shared);

        assertThat(http.get("/models/banknote").body())
                .contains("<form class=\"inputs\" method=\"post\" action=\"/models/banknote\"")
                .contains("enctype=\"multipart/form-data\" action=\"/models/banknote\"")
                .contains("href=\"/models/banknote/template.csv\"")
                .contains("href=\"/models/banknote?variance=")
                .contains("/models/banknote/predict \\")
                .contains("href=\"/models/banknote/about\"")
                .contains("Trained on 1,372 rows of");
        assertThat(http.postForm("/models/n/versions/1", "x=3").body())
                .contains("autofocus>1</h2>")
                .contains("action=\"/models/n/versions/1\"");
        assertThat(http.get("/models/n").body()).contains("<li dir=\"auto\">n/2/model.onnx: not an ONNX model");
    }

    @Test
    void listsModelsForPrograms() {
        write("a.onnx", ConstantModel.bytes(3));
        try (WebApp server = serve()) {
            Answer list = Http.to(server).get("/models");

            assertThat(list.contentType()).isEqualTo("application/json");
            assertThat(list.body())
                    .matches("\\{\"models\":\\[\\{\"model\":\"a\",\"versions\":\\[\\{\"version\":\"3\",\"sha256\":"
                            + "\"[0-9a-f]{64}\",\"verifiedRows\":1}]}],\"default\":\"a\",\"failures\":\\[]}");
        }
    }

    @Test
    void servesTheDefaultThatWasChosen() {
        write("a.onnx", ConstantModel.plain(1));
        write("b.onnx", ConstantModel.plain(2));
        try (WebApp server = serve("--default-model", "b")) {
            Http http = Http.to(server);

            assertThat(http.get("/predict?x=1").body()).isEqualTo("{\"model\":\"b\",\"version\":\"1\",\"value\":2.0}");
            assertThat(http.get("/").body())
                    .contains("<h1 dir=\"auto\">b</h1>")
                    .contains("<a href=\"/models\">All models</a>");
            assertThat(http.get("/health/ready").body())
                    .startsWith("{\"ready\":true,\"model\":\"b\",\"version\":\"1\",\"sha256\":\"")
                    .endsWith("\",\"models\":[\"a\",\"b\"]}");
        }
    }

    @Test
    void isNotReadyUntilTheFolderHoldsAModel() {
        try (WebApp server = serve()) {
            Http http = Http.to(server);
            String reason =
                    "the folder " + folder + " contains no model: expected name.onnx or name/version/model.onnx";

            assertThat(http.get("/health/ready").status()).isEqualTo(503);
            assertThat(http.get("/health/ready").json().get("reason").asString())
                    .isEqualTo(reason);
            assertThat(http.get("/predict?x=1").status()).isEqualTo(503);
            assertThat(http.get("/").status()).isEqualTo(503);
            assertThat(http.get("/models", "Accept", "text/html").body())
                    .contains("No models are being served.")
                    .contains("contains no model");
            assertThat(Log.containing("not ready: " + reason)).hasSize(1);

            write("a.onnx", ConstantModel.plain(1));
            await(() -> http.get("/health/ready").status() == 200);
            assertThat(http.get("/predict?x=1").status()).isEqualTo(200);
        }
    }

    /** The kubelet writes a new folder and then turns one link. */
    @Test
    void followsAVolumeOfKubernetes() throws IOException {
        write("..1/m.onnx", ConstantModel.bytes(1));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(folder.resolve("m.onnx"), Path.of("..data/m.onnx"));
        try (WebApp server = serve()) {
            Http http = Http.to(server);
            assertThat(version(http)).isEqualTo("1");

            write("..2/m.onnx", ConstantModel.bytes(2));
            Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
            Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

            await(() -> version(http).equals("2"));
            assertThat(http.get("/health/ready").json().has("failures")).isFalse();
        }
    }

    @Test
    @ResourceLock(value = "log of the repository", mode = ResourceAccessMode.READ)
    void keepsTheGoodModelAndTellsOnceWhatIsWrongWithTheOther() {
        write("told-once.onnx", ConstantModel.bytes(1));
        byte[] next = ConstantModel.bytes(2);
        try (WebApp server = serve()) {
            Http http = Http.to(server);

            write("told-once.onnx", Arrays.copyOf(next, next.length - 20));
            await(() -> http.get("/health/ready").body().contains("still served"));

            Answer ready = http.get("/health/ready");
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.json().get("failures").get(0).asString())
                    .startsWith("told-once.onnx: ")
                    .endsWith("; the previous model is still served");
            assertThat(version(http)).isEqualTo("1");
            write("n.onnx", ConstantModel.plain(1));
            await(() -> http.get("/models").json().get("models").size() == 2);
            assertThat(Log.containing("told-once.onnx: ")).hasSize(1);
        }
    }

    @Test
    void servesAnotherModelInThePlaceOfASingleFile() {
        Path file = folder.resolve("one.onnx");
        write("one.onnx", ConstantModel.bytes(1));
        try (WebApp server = WebApp.serve("--model", file.toString(), "--poll", "0.05")) {
            Http http = Http.to(server);
            assertThat(version(http)).isEqualTo("1");

            write("one.onnx", ConstantModel.bytes(2));

            await(() -> version(http).equals("2"));
            assertThat(http.get("/models/one/versions/2/predict?x=1").status()).isEqualTo(200);
        }
    }

    private static void assertNothing(Answer answer, String detail) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asString()).isEqualTo(detail);
    }

    private static String version(Http http) {
        return http.get("/predict?x=1").json().get("version").asString();
    }

    private WebApp serve(String... more) {
        String[] arguments =
                Arrays.copyOf(new String[] {"--models", folder.toString(), "--poll", "0.05"}, 4 + more.length);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return WebApp.serve(arguments);
    }

    /** In one step, as it should be done. */
    private void write(String path, byte[] content) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.move(
                    Files.write(folder.resolve(".unfinished"), content),
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(Path from, String to) {
        try {
            Files.copy(from, folder.resolve(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        Patience.await(condition, "the server comes to that");
    }
}
