package dev.onward.deploy;

import dev.onward.clients.PythonEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Programs that others made to check files such as ours, in the versions of src/test/deploy: from the Python package
 * index, with the schemas that they bundle, and, by the Go compiler that is a package there, as Go modules.
 */
final class Validators {

    private static final GoProgram ACTIONLINT =
            new GoProgram("actionlint", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12");
    private static final GoProgram KUSTOMIZE = new GoProgram("kustomize", "sigs.k8s.io/kustomize/kustomize/v5@v5.8.1");
    private static final GoModule KSERVE =
            new GoModule("github.com/kserve/kserve@v0.16.0", "h1:kDkcAU5VMiZf4zhdDXH+UdAIgzXhs10GMv0d9r4qvTs=");
    private static final GoModule PROMETHEUS_OPERATOR = new GoModule(
            "github.com/prometheus-operator/prometheus-operator@v0.85.0",
            "h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=");

    private final Path target = Path.of("target/deploy").toAbsolutePath();
    private final PythonEnvironment python =
            PythonEnvironment.of(Path.of("src/test/deploy").toAbsolutePath(), target.resolve("python"));
    private final List<String> definitions;

    /** @param source what Go installs it from, which it checks against the public log */
    private record GoProgram(String name, String source) {}

    /** @param sum of its content, which Go checks against the public log too */
    private record GoModule(String name, String sum) {}

    Validators() {
        Path kserve = download(KSERVE).resolve("config/crd/full");
        Path prometheus = download(PROMETHEUS_OPERATOR).resolve("example/prometheus-operator-crd");
        this.definitions = Stream.of(
                        kserve.resolve("serving.kserve.io_clusterservingruntimes.yaml"),
                        kserve.resolve("serving.kserve.io_inferenceservices.yaml"),
                        prometheus.resolve("monitoring.coreos.com_servicemonitors.yaml"),
                        prometheus.resolve("monitoring.coreos.com_prometheusrules.yaml"))
                .map(Path::toString)
                .toList();
    }

    /** Against the schemas of one version of Kubernetes, which knows no other properties. */
    PythonEnvironment.Ended kubernetes(String version, Path file) {
        return run(python.command("kubernetes-validate", "--strict", "-k", version, file.toString()));
    }

    /** Against the definitions of KServe and of the Prometheus operator. */
    PythonEnvironment.Ended customResource(Path file) {
        List<String> command = new ArrayList<>(python.command(
                "python", python.sources().resolve("custom_resources.py").toString(), file.toString(), "--"));
        command.addAll(definitions);
        return run(command);
    }

    /** Against the Compose specification. */
    PythonEnvironment.Ended compose(Path file) {
        return run(python.command("check-jsonschema", "--builtin-schema", "vendor.compose-spec", file.toString()));
    }

    /** What is wrong with a workflow of GitHub's. */
    PythonEnvironment.Ended actionlint(Path file) {
        return run(List.of(installed(ACTIONLINT), "-no-color", file.toString()));
    }

    /** What a folder is put together to, without asking for anything elsewhere. */
    PythonEnvironment.Ended kustomize(Path folder) {
        return run(List.of(installed(KUSTOMIZE), "build", folder.toString()));
    }

    /** What is dangerous in a workflow of GitHub's. */
    PythonEnvironment.Ended zizmor(Path file) {
        return run(python.command("zizmor", "--offline", "--no-progress", "--min-severity", "medium", file.toString()));
    }

    PythonEnvironment.Ended haproxy(Path file) {
        return run(List.of(Programs.haproxy(), "-c", "-f", file.toString()));
    }

    PythonEnvironment.Ended promtool(Path file) {
        return run(List.of(Programs.promtool(), "check", "config", file.toString()));
    }

    /** Alert rules, against their tests in the same folder. */
    PythonEnvironment.Ended alerts(Path tests) {
        return run(List.of(Programs.promtool(), "test", "rules", tests.toString()));
    }

    /** Returns its path. */
    private String installed(GoProgram program) {
        // A folder for each version: another pin is another program.
        Path folder = target.resolve("go").resolve(program.source().replaceAll("[^\\w.@-]", "-"));
        Path file = folder.resolve(program.name());
        if (!Files.exists(file)) {
            PythonEnvironment.Ended ended = PythonEnvironment.run(
                    python.command("go", "install", program.source()),
                    Map.of("GOBIN", folder.toString(), "GOFLAGS", "-buildvcs=false"));
            if (ended.exit() != 0) {
                throw new IllegalStateException(ended.output());
            }
        }
        return file.toString();
    }

    private static PythonEnvironment.Ended run(List<String> command) {
        return PythonEnvironment.run(command, Map.of());
    }

    /** Returns the folder of its content. */
    private Path download(GoModule module) {
        try {
            // Outside of any module, so that none of its dependencies are asked for.
            Path out = Files.createDirectories(target.resolve("go")).resolve("download.json");
            Process process = new ProcessBuilder(python.command("go", "mod", "download", "-json", module.name()))
                    .directory(target.resolve("go").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            int exit = process.waitFor();
            JsonNode answer = JsonMapper.builder().build().readTree(Files.readString(out));
            if (exit != 0 || !answer.path("Sum").asString().equals(module.sum())) {
                throw new IllegalStateException(module + ": expected it, found " + answer);
            }
            return Path.of(answer.path("Dir").asString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
