package dev.onward.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.Patience;
import dev.onward.http.Route;
import dev.onward.http.StaticFile;
import dev.onward.model.FeatureOptions;
import dev.onward.model.Model;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.repository.ModelRepository;
import dev.onward.repository.ModelRepository.FileOptions;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.RunPermits;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings.MetricsAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The document is one by the official schema, whatever is served, and says what the models say. */
class ApiDescriptionTest {

    private static final Path INTEROP = Path.of("src/test/resources/interop");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void describesTheShippedModel() throws IOException {
        OpenApi document = of(Path.of("model.onnx"));

        assertThat(document.faults()).isEmpty();
        assertThat(document.danglingReferences()).isEmpty();
        assertThat(document.root().at("/components/schemas/banknote.1.Row/properties/variance"))
                .hasToString("{\"type\":\"number\",\"minimum\":-3.4028234663852886E38,"
                        + "\"maximum\":3.4028234663852886E38,\"title\":\"Variance\",\"description\":"
                        + "\"Variance. Variance of the wavelet-transformed image of the note. Training"
                        + " range: -7.0421 to 6.8248; other values are accepted too.\"}");
        JsonNode answer = document.root().at("/components/schemas/banknote.1.Answer/properties");
        assertThat(answer.get("label")).hasToString("{\"type\":\"string\",\"enum\":[\"0\",\"1\"]}");
        assertThat(answer.at("/probabilities/required")).hasToString("[\"0\",\"1\"]");
        assertThat(document.root().at("/paths/~1predict/post/requestBody/$ref").asString())
                .isEqualTo("#/components/requestBodies/banknote.1");
    }

    static List<Path> interop() throws IOException {
        try (var folders = Files.list(INTEROP)) {
            return folders.map(model -> model.resolve("model.onnx"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("interop")
    void describesEveryModel(Path model) throws IOException {
        OpenApi document = of(model);

        assertThat(document.faults()).isEmpty();
        assertThat(document.danglingReferences()).isEmpty();
    }

    @Test
    void saysWhatMayBeMissingAndWhichCategoriesThereAre() throws IOException {
        OpenApi document = of(INTEROP.resolve("sklearn-mixed-missing/model.onnx"));

        JsonNode row = document.root().at("/components/schemas/model.1.Row");
        assertThat(row.at("/properties/age/type")).hasToString("[\"number\",\"null\"]");
        assertThat(document.faults(row, "{\"age\": null}")).isEmpty();
        assertThat(document.faults(row, "{\"age\": \"1\"}")).isNotEmpty();
        assertThat(document.faults(row, "{\"aeg\": 1}")).isNotEmpty();
    }

    @Test
    void isStillThereWithoutAModel() throws IOException {
        try (ModelRepository none = ModelRepository.failed("there is no model")) {
            OpenApi document = read(DescribedSlices.describe(none, "1.2.3").document());

            assertThat(document.faults()).isEmpty();
            assertThat(document.danglingReferences()).isEmpty();
            assertThat(document.root().at("/info/version").asString()).isEqualTo("1.2.3");
            assertThat(document.root().get("paths").propertyNames())
                    .contains("/health/ready", "/models", "/v2", "/openapi.json")
                    .doesNotContain("/predict", "/v2/models/{model}");
        }
    }

    @Test
    void isMadeAgainOnlyWhenOtherModelsAreServed() throws Exception {
        Files.copy(Path.of("model.onnx"), folder.resolve("a.onnx"));
        FileOptions watching = new FileOptions(
                Duration.ofMillis(50), Duration.ofSeconds(60), GuardLimits.defaults(), FeatureOptions.DEFAULT);
        try (ModelRepository models = ModelRepository.ofFolder(folder, Optional.empty(), watching)) {
            ApiDescription description = DescribedSlices.describe(models, "1");
            StaticFile first = description.document();
            var catalogue = models.catalogue();
            Patience.await(() -> models.catalogue() != catalogue, "the folder has been polled");
            assertThat(description.document()).isSameAs(first);

            Files.copy(Path.of("docs/examples/admission.onnx"), folder.resolve("b.onnx"));
            Patience.await(() -> models.catalogue().names().size() == 2, "the second model is served");
            StaticFile second = description.document();

            assertThat(second.tag()).isNotEqualTo(first.tag());
            assertThat(read(second).root().get("paths").propertyNames())
                    .contains("/predict", "/models/a/predict", "/models/b/predict", "/v2/models/b/versions/1/infer");
        }
        try (ModelRepository models = ModelRepository.ofFolder(folder, Optional.empty(), watching)) {
            StaticFile several = DescribedSlices.describe(models, "1").document();

            assertThat(read(several).root().get("paths").propertyNames())
                    .contains("/models/a/predict", "/models/b/predict")
                    .doesNotContain("/predict");
        }
    }

    /** Each model has its own schemas and an example; the operations and everything else is there once. */
    @Test
    void describesTheOperationsOfManyModelsOnce() throws IOException {
        List<Path> files = List.of(
                Path.of("model.onnx"),
                Path.of("docs/examples/admission.onnx"),
                INTEROP.resolve("sklearn-mixed-missing/model.onnx"),
                INTEROP.resolve("sklearn-multi-output/model.onnx"));
        for (int i = 0; i < 64; i++) {
            Files.copy(files.get(i % files.size()), folder.resolve("model-%02d.onnx".formatted(i)));
        }
        FileOptions once =
                new FileOptions(Duration.ZERO, Duration.ofSeconds(60), GuardLimits.defaults(), FeatureOptions.DEFAULT);
        try (ModelRepository models = ModelRepository.ofFolder(folder, Optional.of("model-01"), once)) {
            ApiDescription description = DescribedSlices.describe(models, "1");
            long start = System.nanoTime();
            StaticFile json = description.document();
            long nanos = System.nanoTime() - start;
            int length = json.content().readAllBytes().length;
            System.out.printf(
                    "OpenAPI document of 64 models: %,d bytes in %d ms%n",
                    length, Duration.ofNanos(nanos).toMillis());

            OpenApi document = read(json);

            assertThat(length).isLessThan(500_000);
            assertThat(document.faults()).isEmpty();
            assertThat(document.danglingReferences()).isEmpty();
            assertThat(document.root().get("paths").propertyNames())
                    .contains(
                            "/predict",
                            "/models/{model}/predict",
                            "/models/{model}/versions/{version}/predict",
                            "/v1/models/{model}:explain",
                            "/v2/models/{model}/versions/{version}/infer")
                    .noneMatch(path -> path.contains("model-"));
            assertThat(document.operations().stream()
                            .map(operation ->
                                    operation.node().get("operationId").asString()))
                    .doesNotHaveDuplicates();
            assertThat(document.root()
                            .at("/paths/~1predict/post/requestBody/$ref")
                            .asString())
                    .isEqualTo("#/components/requestBodies/model-01.1");
            JsonNode body = document.root().at("/components/requestBodies/Any/content/application~1json");
            JsonNode row = body.get("schema");
            assertThat(body.get("examples").propertyNames()).hasSize(64).contains("model-00.1", "model-63.1");
            assertThat(document.faults(
                            row, body.at("/examples/model-02.1/value").toString()))
                    .isEmpty();
            assertThat(document.faults(row, "{\"variance\": 1}")).isNotEmpty();
        }
    }

    /** The first caller computes the examples; the others get the document without them after a second. */
    @Test
    void letsNobodyElseWaitForTheRunsOfASlowModel() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch proceeds = new CountDownLatch(1);
        RunPermits slow = rows -> {
            runs.countDown();
            awaitUninterruptibly(proceeds);
            return () -> {};
        };
        try (ModelRepository models = ModelRepository.of(() -> Model.open(Path.of("model.onnx")))) {
            ApiDescription description = DescribedSlices.describe(models, name -> slow);
            CompletableFuture<StaticFile> first = CompletableFuture.supplyAsync(description::document);
            runs.await();

            OpenApi early = read(description.document());
            boolean firstWasDone = first.isDone();
            proceeds.countDown();
            OpenApi complete = read(first.get());

            assertThat(firstWasDone).isFalse();
            assertThat(early.root().toString()).contains("/predict").doesNotContain("genuine\"");
            assertThat(complete.root().toString()).contains("genuine\"");
            assertThat(description.document()).isSameAs(description.document());
            assertThat(description.document().tag()).isEqualTo(first.get().tag());
        }
    }

    @Test
    void runsNothingForACallerIfItWasPrepared() throws IOException {
        AtomicInteger runs = new AtomicInteger();
        RunPermits counted = rows -> {
            runs.incrementAndGet();
            return () -> {};
        };
        try (ModelRepository models = ModelRepository.of(() -> Model.open(Path.of("model.onnx")))) {
            ApiDescription description = DescribedSlices.describe(models, name -> counted);
            description.prepare(Duration.ofMinutes(1));
            int before = runs.get();

            StaticFile document = description.document();

            assertThat(before).isPositive();
            assertThat(runs).hasValue(before);
            assertThat(document.tag())
                    .isEqualTo(DescribedSlices.describe(models, "1").document().tag());
        }
    }

    @Test
    void answersInFullWhileItIsPrepared() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch proceeds = new CountDownLatch(1);
        RunPermits firstWaits = rows -> {
            boolean isFirst = runs.getCount() == 1;
            runs.countDown();
            if (isFirst) {
                awaitUninterruptibly(proceeds);
            }
            return () -> {};
        };
        try (ModelRepository models = ModelRepository.of(() -> Model.open(Path.of("model.onnx")))) {
            ApiDescription description = DescribedSlices.describe(models, name -> firstWaits);
            CompletableFuture<Void> prepared = CompletableFuture.runAsync(description::prepare);
            runs.await();

            StaticFile meanwhile = description.document();
            proceeds.countDown();
            prepared.get();

            assertThat(read(meanwhile).root().toString()).contains("genuine\"");
            assertThat(description.document().tag()).isEqualTo(meanwhile.tag());
        }
    }

    /** After a run of 600 ms, predictions do not have to wait for others. */
    @Test
    void preparesNoExamplesOfASlowModel() throws IOException {
        AtomicInteger runs = new AtomicInteger();
        RunPermits slow = rows -> {
            boolean isFirst = runs.incrementAndGet() == 1;
            return () -> Patience.pause(isFirst ? 600 : 0);
        };
        try (ModelRepository models = ModelRepository.of(() -> Model.open(Path.of("model.onnx")))) {
            ApiDescription description = DescribedSlices.describe(models, name -> slow);

            description.prepare();
            int prepared = runs.get();
            StaticFile document = description.document();

            assertThat(prepared).isEqualTo(1);
            assertThat(read(document).root().toString()).contains("genuine\"");
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesARouteWithoutAnOperation() throws IOException {
        try (ModelRepository none = ModelRepository.failed("there is no model")) {
            ApiDescription description = new ApiDescription(none, name -> RunPermits.UNLIMITED, "1", false);
            List<Route> routes = List.of(Route.get("/toy", request -> {}).operation("toy"));

            description.add(routes, ApiPart.of(ApiDescription.class));

            assertThatThrownBy(description::document)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("openapi.json: expected an operation \"toy\" for GET /toy");
        }
    }

    @Test
    void describesEveryOperationOfEachSliceByARoute() throws IOException {
        try (ModelRepository models = ModelRepository.of(() -> Model.open(Path.of("model.onnx")))) {
            List<Slice> slices =
                    DescribedSlices.of(models, new ApiDescription(models, name -> RunPermits.UNLIMITED, "1", false));

            for (Slice slice : slices) {
                Set<String> operations = slices.stream()
                        .filter(other -> other.api() == slice.api())
                        .flatMap(other -> other.routes().routes().stream())
                        .flatMap(route -> route.operation().stream())
                        .collect(Collectors.toSet());
                assertThat(slice.api().section("operations").keySet()).isEqualTo(operations);
            }
        }
    }

    @Test
    void asksForAKeyWhereRoutesRequireOne() throws IOException {
        try (ModelRepository models = ModelRepository.of(() -> Model.open(Path.of("model.onnx")))) {
            OpenApi open = read(DescribedSlices.describe(models, "1", false, MetricsAccess.KEY)
                    .document());
            OpenApi keyed = read(DescribedSlices.describe(models, "1", true, MetricsAccess.KEY)
                    .document());
            OpenApi hidden = read(DescribedSlices.describe(models, "1", true, MetricsAccess.OFF)
                    .document());

            assertThat(open.root().toString()).doesNotContain("security", "Unauthorized", "\"401\"");
            assertThat(keyed.faults()).isEmpty();
            assertThat(keyed.danglingReferences()).isEmpty();
            assertThat(keyed.operations())
                    .filteredOn(operation -> operation.node().has("security"))
                    .allMatch(operation -> operation.node().at("/responses/401").isObject())
                    .extracting(operation -> operation.method() + " " + operation.path())
                    .containsExactlyInAnyOrder(
                            "POST /",
                            "GET /predict",
                            "POST /predict",
                            "POST /invocations",
                            "POST /models/banknote",
                            "GET /models/banknote/predict",
                            "POST /models/banknote/predict",
                            "POST /models/banknote/invocations",
                            "POST /v1/models/banknote:predict",
                            "POST /v1/models/banknote:explain",
                            "POST /v2/models/banknote/infer",
                            "POST /models/banknote/versions/1",
                            "GET /models/banknote/versions/1/predict",
                            "POST /models/banknote/versions/1/predict",
                            "POST /models/banknote/versions/1/invocations",
                            "POST /v2/models/banknote/versions/1/infer",
                            "GET /metrics");
            assertThat(hidden.root().get("paths").propertyNames()).doesNotContain("/metrics");
        }
    }

    @Test
    void listsTheDatatypesOfTheRuntime() throws IOException {
        OpenApi document = of(Path.of("model.onnx"));

        List<String> datatypes =
                Arrays.stream(Datatype.values()).map(Datatype::name).toList();
        List<JsonNode> listed = document.root().at("/components/schemas").findValues("datatype");
        assertThat(listed).hasSize(4).allSatisfy(datatype -> assertThat(
                        datatype.get("enum").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(datatypes));
    }

    private static OpenApi of(Path model) throws IOException {
        try (ModelRepository models = ModelRepository.of(() -> Model.open(model))) {
            return read(DescribedSlices.describe(models, "1").document());
        }
    }

    private static OpenApi read(StaticFile document) throws IOException {
        return new OpenApi(new String(document.content().readAllBytes(), StandardCharsets.UTF_8));
    }
}
