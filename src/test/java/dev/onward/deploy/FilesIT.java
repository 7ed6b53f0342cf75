package dev.onward.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.clients.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file for an engine is what the engine takes, and a slip in it is seen. */
@Tag("deploy")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesIT {

    private static final Path KUBERNETES = Path.of("deploy/kubernetes");

    private final Validators validators = new Validators();

    @TempDir
    private Path folder = Path.of("");

    /**
     * @param wrong a text of the file, and what to write in its place
     * @param complaint a part of what the validator says then
     */
    private record Sample(
            String file,
            BiFunction<Validators, Path, PythonEnvironment.Ended> validator,
            String right,
            String wrong,
            String complaint) {

        static Sample kubernetes(String version, String name, String right, String wrong, String complaint) {
            return new Sample(
                    "deploy/kubernetes/" + name + ".yaml",
                    (validators, file) -> validators.kubernetes(version, file),
                    right,
                    wrong,
                    complaint);
        }

        @Override
        public String toString() {
            return file + ", " + wrong;
        }
    }

    private static Stream<Sample> samples() {
        return Stream.concat(
                Stream.of("1.30", "1.37")
                        .flatMap(version -> Stream.of(
                                Sample.kubernetes(
                                        version,
                                        "deployment",
                                        "readOnlyRootFilesystem",
                                        "readOnlyRoot",
                                        "readOnlyRoot"),
                                Sample.kubernetes(version, "service", "targetPort", "portTarget", "portTarget"),
                                Sample.kubernetes(
                                        version,
                                        "ingress",
                                        "pathType: Exact",
                                        "pathType: [Exact]",
                                        "['Exact'] is not of type"),
                                Sample.kubernetes(
                                        version, "poddisruptionbudget", "maxUnavailable", "maxUnavail", "maxUnavail"),
                                Sample.kubernetes(
                                        version,
                                        "horizontalpodautoscaler",
                                        "minReplicas: 3",
                                        "minReplicas: few",
                                        "few"),
                                Sample.kubernetes(
                                        version, "networkpolicy", "port: http", "prt: http", "'prt' was unexpected"))),
                Stream.of(
                        new Sample(
                                "deploy/kubernetes/servicemonitor.yaml",
                                Validators::customResource,
                                "interval: 15s",
                                "interval: often",
                                "$.spec.endpoints[0].interval: 'often' does not match"),
                        new Sample(
                                "deploy/kubernetes/prometheusrule.yaml",
                                Validators::customResource,
                                "for: 2m",
                                "for: ages",
                                "'ages' does not match"),
                        new Sample(
                                "deploy/kserve/clusterservingruntime.yaml",
                                Validators::customResource,
                                "protocolVersions",
                                "protocols",
                                "'protocols' was unexpected"),
                        new Sample(
                                "deploy/kserve/inferenceservice.yaml",
                                Validators::customResource,
                                "storageUri",
                                "storageUrl",
                                "'storageUrl' was unexpected"),
                        new Sample(
                                "deploy/compose.yaml",
                                Validators::compose,
                                "cap_drop:",
                                "capdrop:",
                                "'capdrop' was unexpected"),
                        new Sample(
                                "deploy/haproxy.cfg",
                                Validators::haproxy,
                                "option httpchk",
                                "option httpcheck",
                                "unknown option 'httpcheck'"),
                        new Sample(
                                "deploy/prometheus.yml",
                                Validators::promtool,
                                "scrape_timeout: 5s",
                                "scrape_timeout: 5m",
                                "global scrape timeout greater than scrape interval"),
                        new Sample(
                                ".github/workflows/ci.yml",
                                Validators::actionlint,
                                "timeout-minutes",
                                "timeout-hours",
                                "unexpected key \"timeout-hours\""),
                        new Sample(
                                ".github/workflows/release.yml",
                                Validators::actionlint,
                                "steps.image.outputs.name",
                                "steps.picture.outputs.name",
                                "property \"picture\" is not defined"),
                        new Sample(
                                ".github/workflows/ci.yml",
                                Validators::zizmor,
                                "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd",
                                "actions/checkout@v6",
                                "unpinned action reference"),
                        new Sample(
                                ".github/workflows/release.yml",
                                Validators::zizmor,
                                "docker/login-action@dbcb813823bdd20940b903addbd779551569679f",
                                "docker/login-action@v4",
                                "unpinned action reference")));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void areValidAndSlipsAreSeen(Sample sample) throws IOException {
        Path file = Path.of(sample.file());
        String text = Files.readString(file);
        assertThat(text).contains(sample.right());
        // Workflows are known by the folder that they are in.
        Path slip = Files.createDirectories(folder.resolve(".github/workflows")).resolve(file.getFileName());
        Files.writeString(slip, text.replace(sample.right(), sample.wrong()));

        PythonEnvironment.Ended right = sample.validator().apply(validators, file);
        PythonEnvironment.Ended wrong = sample.validator().apply(validators, slip);

        assertThat(right.exit()).as(right.output()).isZero();
        assertThat(wrong.exit()).as(wrong.output()).isNotZero();
        assertThat(wrong.output()).contains(sample.complaint());
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes, kustomization.yaml, '- deployment.yaml', '- deploy.yaml', 'deploy.yaml'",
        "kserve, kustomization.yaml, '- images.yaml', '- image.yaml', 'image.yaml'",
        "kserve, images.yaml, 'path: spec', 'paths: spec', 'paths'",
    })
    void arePutTogetherWithTheImageOfTheRegistry(String name, String file, String right, String wrong, String complaint)
            throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name + "-" + complaint));
        try (Stream<Path> files = Files.list(Path.of("deploy", name))) {
            for (Path original : files.toList()) {
                Files.copy(original, copy.resolve(original.getFileName()));
            }
        }
        String text = Files.readString(copy.resolve(file));
        assertThat(text).contains(right);

        PythonEnvironment.Ended built = validators.kustomize(copy);
        Files.writeString(copy.resolve(file), text.replace(right, wrong));
        PythonEnvironment.Ended slipped = validators.kustomize(copy);

        assertThat(built.exit()).as(built.output()).isZero();
        assertThat(built.output().lines().map(String::strip).filter(line -> line.matches("(- )?image:.*")))
                .containsExactly("image: registry.example/onward:0.2.0");
        assertThat(slipped.exit()).as(slipped.output()).isNotZero();
        assertThat(slipped.output()).contains(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "absent(up, absent(onward_ready",
        "changes(process_start_time_seconds, changes(onward_ready",
        "onward_ready == 0, onward_ready == 2",
        "503|505, 505",
        "503|505, 503",
        "'> 0.05', '> 0.5'",
        "'kind=\"single\"', 'kind=\"bulk\"'",
        "onward_model_load_failures > 0, onward_model_load_failures > 2",
        "'status=\"507\"', 'status=\"508\"'",
        "'[5m])) > 0\n        for: 2m', '[5m])) > 0'",
    })
    void alertsFireAsTheirTestsSay(String right, String wrong) throws IOException {
        Path alerts = Path.of("deploy/prometheus/alerts.yml");
        String rules = Files.readString(alerts);
        assertThat(rules).contains(right);
        Path tests = Files.copy(
                alerts.resolveSibling("alerts_test.yml"),
                Files.createTempDirectory(folder, "alerts").resolve("alerts_test.yml"));

        Files.writeString(tests.resolveSibling("alerts.yml"), rules);
        PythonEnvironment.Ended passed = validators.alerts(tests);
        Files.writeString(tests.resolveSibling("alerts.yml"), rules.replace(right, wrong));
        PythonEnvironment.Ended failed = validators.alerts(tests);

        assertThat(passed.exit()).as(passed.output()).isZero();
        assertThat(failed.exit()).as(failed.output()).isNotZero();
    }

    @Test
    void kubernetesHasTheSameAlerts() throws IOException {
        String rules = Files.readString(Path.of("deploy/prometheus/alerts.yml"));
        String groups = rules.substring(rules.indexOf("groups:")).replaceAll("(?m)^(?=.)", "  ");

        assertThat(Files.readString(KUBERNETES.resolve("prometheusrule.yaml"))).endsWith("spec:\n" + groups);
    }

    /** Kubernetes does not refuse to write to a full volume: it evicts the pod. */
    @ParameterizedTest
    @ValueSource(strings = {"kubernetes/deployment.yaml", "kserve/clusterservingruntime.yaml"})
    void theVolumeOfKubernetesHasRoomForAllFilesInProgress(String file) throws IOException {
        String deployment = Files.readString(Path.of("deploy").resolve(file));
        int csv = number(deployment, "ONWARD_CSV_LIMIT\n +value: (\\d+)MiB");
        int answer = number(deployment, "ONWARD_SPOOL_LIMIT\n +value: (\\d+)MiB");
        int files = number(deployment, "ONWARD_BULK_CONCURRENCY\n +value: \"(\\d+)\"");

        assertThat(files * (csv + answer)).isLessThanOrEqualTo(number(deployment, "sizeLimit: (\\d+)Mi"));
        assertThat(number(Files.readString(KUBERNETES.resolve("ingress.yaml")), "proxy-body-size: (\\d+)m"))
                .isEqualTo(csv);
    }

    private static int number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void allOfKubernetesIsInTheKustomization() throws IOException {
        String kustomization = Files.readString(KUBERNETES.resolve("kustomization.yaml"));

        try (Stream<Path> files = Files.list(KUBERNETES)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("kustomization.yaml")))
                    .allMatch(name -> kustomization.contains("- " + name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci.yml", "release.yml"})
    void actionsArePinned(String workflow) throws IOException {
        List<String> used = Files.readAllLines(Path.of(".github/workflows", workflow)).stream()
                .map(String::strip)
                .filter(line -> line.matches("(- )?uses:.*"))
                .filter(line -> !line.endsWith("uses: ./.github/workflows/ci.yml"))
                .toList();

        assertThat(used)
                .isNotEmpty()
                .allMatch(line -> line.matches("(- )?uses: [\\w/-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
    }

    /** Otherwise every push of an image would send all of its layers. */
    @Test
    void theReleaseReadsTheCacheThatItWrites() throws IOException {
        List<String> caches = Files.readAllLines(Path.of(".github/workflows/release.yml")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("cache-"))
                .toList();

        assertThat(caches).hasSize(2);
        assertThat(caches.get(0)).startsWith("cache-from: type=registry,ref=");
        assertThat(caches.get(1)).isEqualTo(caches.get(0).replace("cache-from", "cache-to") + ",mode=max");
    }

    @Test
    void imagesOfComposeHaveAVersion() throws IOException {
        List<String> images = Files.readAllLines(Path.of("deploy/compose.yaml")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("image:"))
                .toList();

        assertThat(images).hasSize(3).allMatch(line -> line.matches("image: .*:v?\\d+\\.\\d+\\.\\d+[-\\w@:]*}?"));
    }
}
