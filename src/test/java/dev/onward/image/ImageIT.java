package dev.onward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.Documents;
import dev.onward.Http;
import dev.onward.OnwardProcess.Ended;
import dev.onward.Patience;
import dev.onward.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the image promises, each in a container that is run as the documentation says. */
@Tag("image")
class ImageIT {

    /** As strict as platforms are: nothing can be written but /tmp, and nothing run from there. */
    private static final List<String> STRICT = List.of(
            "--read-only",
            "--read-only-tmpfs=false",
            "--tmpfs",
            "/tmp:rw,noexec,nosuid,nodev,size=64m",
            "--cap-drop",
            "ALL",
            "--security-opt",
            "no-new-privileges",
            "--memory",
            "256m",
            "--memory-swap",
            "256m");

    private static final String APPLICATION = "onward-application.jar";

    private static final String FORGED = "/predict?variance=-1.3971&skewness=3.3191&curtosis=-1.3927&entropy=-1.9948";
    private static final String ROW =
            "{\"variance\": -1.3971, \"skewness\": 3.3191, \"curtosis\": -1.3927, \"entropy\": -1.9948}";
    private static final String HEADER = "variance,skewness,curtosis,entropy\n";
    private static final String LINE = "-1.3971,3.3191,-1.3927,-1.9948\n";

    @Test
    void answersWhereNothingCanBeWrittenButTmp() {
        try (RunningImage onward = RunningImage.start(Images.onward(), STRICT).until("/health/ready")) {
            Http.Answer answer = onward.http().get(FORGED);

            assertThat(answer.json().path("title").asString()).isEqualTo("forged");
            assertThat(onward.exec("touch", "/var/lib/jetty/file").exit()).isNotZero();
            assertThat(onward.exec("sh", "-c", "cp /bin/true /tmp && /tmp/true").err())
                    .contains("Permission denied");
            assertThat(onward.log()).doesNotContain("WARN", "Exception", "[error", "[warning");
        }
    }

    /** Jetty's threads are protected in the image as in {@code java -jar}, where {@code SlowSendersIT} tests more. */
    @Test
    void answersEveryoneElseWhileManyBodiesStop() throws IOException {
        List<String> options = new ArrayList<>(STRICT);
        options.addAll(List.of("--env", "ONWARD_BODY_PAUSE=5"));
        List<Socket> slow = new ArrayList<>();
        try (RunningImage onward = RunningImage.start(Images.onward(), options).until("/health/ready")) {
            assertThat(onward.http().get(FORGED).status()).isEqualTo(200);
            for (int i = 0; i < 250; i++) {
                Socket socket = new Socket(onward.url().getHost(), onward.url().getPort());
                slow.add(socket);
                socket.getOutputStream()
                        .write(("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
                                        + "Content-Length: 1000000\r\n\r\n" + HEADER)
                                .getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(onward.http().get("/health/live").status()).isEqualTo(200);
            assertThat(onward.http().get(FORGED).status()).isEqualTo(200);

            for (Socket socket : slow) {
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 408");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Reported as by {@code java -jar}, of which {@code ErrorsTest} tests more. */
    @Test
    void reportsWhatJettyRejects() throws IOException {
        try (RunningImage onward = RunningImage.start(Images.onward(), STRICT).until("/health/ready")) {
            assertReportsRejection(onward, "GET /%2F HTTP/1.1", "x", 400, "/%2F");
            assertReportsRejection(onward, "GET / HTTP/1.1", "x y", 400, "/");
            assertReportsRejection(onward, "GET / HTTP/1.1", "x\r\nHost: y", 400, "/");
            assertReportsRejection(onward, "GET / HTTP/4.0", "x", 505, "");
            assertReportsRejection(onward, "GET /" + "x".repeat(20_000) + " HTTP/1.1", "x", 414, "");
            assertThat(onward.log()).doesNotContain("Bad Authority").doesNotContain("multiple `Host` headers");
        }
    }

    private static void assertReportsRejection(
            RunningImage onward, String requestLine, String host, int status, String path) throws IOException {
        String answer;
        try (Socket socket = new Socket(onward.url().getHost(), onward.url().getPort())) {
            socket.getOutputStream().write(ascii(requestLine + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        String id = answer.replaceFirst("(?s).*\r\nX-Request-Id: (\\S+)\r\n.*", "$1");
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\r\nX-Content-Type-Options: nosniff\r\n")
                .contains("\r\nContent-Security-Policy: default-src 'none';")
                .endsWith(path.isEmpty() ? "\r\n\r\n" : "\"request_id\":\"" + id + "\"}");
        Patience.await(
                () -> onward.log()
                        .lines()
                        .anyMatch(line -> line.contains("\"id\":\"" + id + "\"")
                                && line.contains("\"path\":\"" + path + "\"")
                                && line.contains("\"route\":\"none\"")
                                && line.contains("\"status\":" + status)),
                "the rejection is in the access log");
        assertThat(onward.http().get("/metrics").body())
                .containsPattern("onward_http_requests_total\\{method=\"[^\"]*\",route=\"none\",status=\"" + status
                        + "\"} [1-9]");
    }

    @Test
    void runsAsAUserThatIsANumber() {
        assertThat(Podman.out("inspect", "--format", "{{.Config.User}}", Images.onward()))
                .isEqualTo("999:999");
    }

    /** Everything that it executes or serves belongs to root; nothing but temporary files belongs to its user. */
    @Test
    void cannotChangeWhatItRuns() {
        String find = "find / -xdev ( -path /proc -o -path /dev -o -path /tmp ) -prune -o";

        // Root can look into every folder.
        Ended own = Podman.run(List.of("--user", "0"), Images.onward(), (find + " -user 999 -print").split(" ", -1));
        Ended writable = Podman.run(
                List.of(),
                Images.onward(),
                "sh",
                "-c",
                "find \"$JETTY_HOME\" \"$JETTY_BASE\" /usr/local/lib -writable");

        assertThat(own.out()).isEmpty();
        assertThat(own.exit()).isZero();
        assertThat(writable.out()).isEmpty();
        assertThat(writable.exit()).isZero();
    }

    @Test
    void answersAsAUserWhomItDoesNotKnow() {
        List<String> options = new ArrayList<>(STRICT);
        options.addAll(List.of("--user", "12345:0"));

        try (RunningImage onward = RunningImage.start(Images.onward(), options).until("/health/ready")) {
            assertThat(onward.exec("id", "-u").out().strip()).isEqualTo("12345");
            assertThat(onward.http().get(FORGED).status()).isEqualTo(200);
        }
    }

    @Test
    void bearsLoadIn256Megabytes() {
        String batch = "[" + (ROW + ",").repeat(999) + ROW + "]";
        String csv = HEADER + LINE.repeat(200_000);

        try (RunningImage onward = RunningImage.start(Images.onward(), STRICT).until("/health/ready")) {
            List<CompletableFuture<Integer>> clients = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> post(onward, batch, 100)))
                    .limit(8)
                    .toList();
            Http.Answer answers = onward.http().postCsv("/predict", csv);

            assertThat(clients).allMatch(client -> client.join() == 100);
            assertThat(answers.status()).isEqualTo(200);
            assertThat(answers.body().lines().count()).isEqualTo(200_001);
            assertThat(onward.inspect("{{.State.Running}} {{.State.OOMKilled}}"))
                    .isEqualTo("true false");
            assertThat(onward.http().get("/health/ready").status()).isEqualTo(200);
        }
    }

    /** Jetty gives up a client that pauses for a second then; this one goes on, for two and a half. */
    @Test
    void answersWhatIsUnderWayWhenItIsStopped() throws IOException {
        int lines = 10;
        try (RunningImage onward = RunningImage.start(Images.onward(), STRICT).until("/health/ready");
                Socket socket = new Socket(onward.url().getHost(), onward.url().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii("POST /predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: text/csv\r\nContent-Length: " + (HEADER.length() + lines * LINE.length())
                    + "\r\n\r\n" + HEADER));
            out.flush();
            Patience.pause(500);

            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(onward::stop);
            for (int i = 0; i < lines; i++) {
                Patience.pause(250);
                out.write(ascii(LINE));
                out.flush();
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .endsWith((LINE.strip() + ",1,0.0015110329,0.99848896,\r\n").repeat(lines));
            assertThat(exit.join()).isEqualTo(143);
        }
    }

    @Test
    void tellsByItsHealthCheckWhetherItIsReady() {
        String[] check = healthCheck();
        Path models = Images.folder("no-models");

        try (RunningImage ready = RunningImage.start(Images.onward(), STRICT).until("/health/ready");
                RunningImage empty =
                        RunningImage.start(Images.onward(), mounted(models)).until("/health/live")) {
            assertThat(ready.exec(check).exit()).isZero();
            assertThat(empty.http().get("/health/ready").status()).isEqualTo(503);
            assertThat(empty.exec(check).exit()).isNotZero();
        }
        Ended nobody = Podman.run(List.of("--network", "none"), Images.onward(), check);
        assertThat(nobody.exit()).isNotZero();
    }

    @Test
    void servesAMountedFolderOfModels() throws IOException {
        Path models = Images.folder("models");
        Files.copy(Path.of("model.onnx"), models.resolve("notes.onnx"));

        try (RunningImage onward =
                RunningImage.start(Images.onward(), mounted(models)).until("/health/ready")) {
            assertThat(onward.http()
                            .postJson("/models/notes/predict", ROW)
                            .json()
                            .path("title")
                            .asString())
                    .isEqualTo("forged");
        }
    }

    /** The version that {@link #isBuiltByDefaultOnTheJettyThatItIsTestedWith} finds in the Dockerfile. */
    @Test
    void showsTheSameBaseInTenLines() throws IOException {
        assertThat(Files.readAllLines(Path.of("Dockerfile")))
                .contains("ARG JETTY_IMAGE="
                        + Documents.block("docs/tutorial.md", "COPY onward.war")
                                .replaceFirst("(?s).*\nFROM ([^\n]*)\n.*", "$1"));
    }

    @Test
    void takesAnotherModelInTwoLines() throws IOException {
        Path child = Images.folder("child");
        Files.copy(Path.of("docs", "examples", "admission.onnx"), child.resolve("mine.onnx"));
        Files.writeString(child.resolve("Dockerfile"), documented("COPY mine.onnx"));
        Podman.build("localhost/onward-test-child", child);

        try (RunningImage onward =
                RunningImage.start("localhost/onward-test-child", STRICT).until("/health/ready")) {
            assertThat(onward.http().get("/health/ready").body()).contains("\"model\":\"admission\"");
        }
    }

    @Test
    void runsAnotherCommandInItsPlace() {
        assertThat(Podman.run(List.of(), Images.onward(), "java", "-version").err())
                .contains("OpenJDK");
        assertThat(Podman.run(List.of(), Images.onward(), "--version").out()).contains("Jetty");
    }

    @Test
    void takesJettysSettingsWhereItsCommandMayBeWrittenAgain() {
        List<String> options = loggingClasses();
        options.addAll(List.of("--env", "JETTY_START=/tmp/jetty.start"));

        try (RunningImage onward = RunningImage.startAt(
                        9090, Images.onward(), options, "--module=forwarded", "jetty.http.port=9090")
                .until("/health/ready")) {
            assertThat(onward.log()).contains("0.0.0.0:9090");
            assertHasTheOptionsOfTheImage(onward);
            assertBelievesAProxy(onward);
        }
    }

    @Test
    void takesAnotherModuleOfJettysInTwoLines() throws IOException {
        Path child = Images.folder("child-with-module");
        Files.writeString(child.resolve("Dockerfile"), documented("--add-modules=forwarded"));
        Podman.build("localhost/onward-test-module", child);

        try (RunningImage onward = RunningImage.start("localhost/onward-test-module", loggingClasses())
                .until("/health/ready")) {
            assertHasTheOptionsOfTheImage(onward);
            assertBelievesAProxy(onward);
        }
    }

    @Test
    void doesNotBelieveAProxyByItself() {
        try (RunningImage onward = RunningImage.start(Images.onward(), List.of("--env", "ONWARD_FORWARDED=true"))
                .until("/health/ready")) {
            assertThat(onward.http()
                            .get("/", "X-Forwarded-Host", "bank.example")
                            .body())
                    .doesNotContain("bank.example");
        }
    }

    /** A Dockerfile that docs/docker.md shows, on the image under test. */
    private static String documented(String text) {
        String dockerfile = Documents.block("docs/docker.md", text);
        assertThat(dockerfile).startsWith("FROM onward\n");
        return dockerfile.replace("FROM onward\n", "FROM " + Images.onward() + "\n");
    }

    /** Whoever has the command written: else no library is found where nothing may be run from /tmp. */
    private static void assertHasTheOptionsOfTheImage(RunningImage onward) {
        assertThat(onward.exec("jcmd", "1", "VM.command_line").out())
                .contains(
                        "-XX:MinRAMPercentage=35",
                        "-XX:TrimNativeHeapInterval=5000",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:SharedArchiveFile=/var/lib/jetty/start.archive",
                        "-Donnxruntime.native.path=/usr/local/lib/onnxruntime",
                        "--enable-native-access=ALL-UNNAMED");
        assertThat(onward.exec("sh", "-c", "cat /proc/[0-9]*/comm")
                        .out()
                        .lines()
                        .filter("java"::equals))
                .hasSize(1);
        assertUsesItsArchive(onward);
    }

    private static List<String> loggingClasses() {
        List<String> options = new ArrayList<>(STRICT);
        options.addAll(List.of("--env", "JDK_JAVA_OPTIONS=-Xlog:class+load:file=/tmp/classes"));
        return options;
    }

    /** A class of Jetty's comes from it. That it is mapped proves nothing: one that does not fit stays mapped too. */
    private static void assertUsesItsArchive(RunningImage onward) {
        assertThat(onward.exec("grep", "jetty.server.Server source:", "/tmp/classes")
                        .out())
                .contains("source: shared objects file");
    }

    private static void assertBelievesAProxy(RunningImage onward) {
        assertThat(onward.http().get("/", "X-Forwarded-Host", "bank.example").body())
                .contains("curl http://bank.example/predict");
    }

    @Test
    void logsAsALoggingFileSays() throws IOException {
        Path folder = Images.folder("logging");
        Files.writeString(
                folder.resolve("logging.properties"), Documents.block("docs/docker.md", "ConsoleHandler.level"));
        List<String> options = new ArrayList<>(STRICT);
        options.addAll(List.of(
                "--volume",
                folder.resolve("logging.properties") + ":/logging.properties:ro",
                "--env",
                "JDK_JAVA_OPTIONS=-Djava.util.logging.config.file=/logging.properties"));

        try (RunningImage onward = RunningImage.start(Images.onward(), options).until("/health/ready")) {
            // Told at the level of debugging only, and after the answer.
            Patience.await(() -> onward.log().contains("\"path\":\"/health/ready\""), "the probe is logged");
        }
    }

    @Test
    void takesOptionsOfTheJvm() {
        try (RunningImage onward = RunningImage.start(
                        Images.onward(), List.of("--env", "JDK_JAVA_OPTIONS=-Xmx100m", "--env", "ONWARD_ROW_LIMIT=1"))
                .until("/health/ready")) {
            assertThat(onward.exec("sh", "-c", "jcmd 1 VM.flags").out())
                    .contains("-XX:MaxHeapSize=104857600", "-XX:SharedArchiveFile=/var/lib/jetty/start.archive");
            assertThat(onward.http()
                            .postJson("/predict", "[" + ROW + "," + ROW + "]")
                            .status())
                    .isEqualTo(413);
        }
    }

    /** Found by the JVM, and not set aside since the class path or a jar's time differ. */
    @Test
    void usesItsStartUpArchive() {
        try (RunningImage onward =
                RunningImage.start(Images.onward(), loggingClasses()).until("/health/ready")) {
            assertUsesItsArchive(onward);
        }
    }

    /** Counts classes instead of seconds: each that is parsed and verified at the start costs processor time. */
    @Test
    void startsWithTheLibrariesClassesInTheArchive() {
        try (RunningImage onward =
                RunningImage.start(Images.onward(), loggingClasses()).until(FORGED)) {
            assertThat(classes(onward, "shared objects file")).isGreaterThan(3500);
            assertThat(classes(onward, "WEB-INF/lib/") - classes(onward, APPLICATION))
                    .isLessThan(20);
        }
    }

    /** The number of classes loaded so far whose name or source contains a text. */
    private static int classes(RunningImage onward, String text) {
        return Integer.parseInt(
                onward.exec("grep", "-c", text, "/tmp/classes").out().strip());
    }

    /** The version that all else is tested with, and not whatever a name that moves means on the day. */
    @Test
    void isBuiltByDefaultOnTheJettyThatItIsTestedWith() throws IOException {
        Matcher version =
                Pattern.compile("<jetty.version>(.*)</jetty.version>").matcher(Files.readString(Path.of("pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(Files.readAllLines(Path.of("Dockerfile")))
                .contains("ARG JETTY_IMAGE=jetty:" + version.group(1) + "-jdk25");
    }

    @Test
    void sendsKilobytesAfterAChangeOfCode() throws IOException {
        Path sources = Images.sources("changed");
        Files.writeString(
                sources.resolve("src/main/java/dev/onward/http/Changed.java"),
                "package dev.onward.http;\n\nfinal class Changed {}\n");
        Images.build("localhost/onward-test-changed", sources);

        List<String> before = layers(Images.onward());
        List<String> after = layers("localhost/onward-test-changed");
        int last = before.size() - 1;

        assertThat(after).hasSameSizeAs(before);
        assertThat(after.subList(0, last)).isEqualTo(before.subList(0, last));
        assertThat(after.get(last)).isNotEqualTo(before.get(last));
        String sent = Podman.run(
                        List.of(),
                        "localhost/onward-test-changed",
                        "sh",
                        "-c",
                        "cd webapps/ROOT && ls -d WEB-INF/lib/* | grep -v " + APPLICATION + " >/tmp/libraries"
                                + " && tar -cz -X /tmp/libraries * | wc -c")
                .out();
        assertThat(Integer.parseInt(sent.strip())).isBetween(1_000_000, 2_000_000);
    }

    /** The base image, which is the first row, is another one here. */
    @Test
    void hasTheLayersOfTheDocumentedTable() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("docs/docker.md")).stream()
                .dropWhile(line -> !line.startsWith("| base image |"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        List<Long> sizes = layerSizes();

        assertThat(sizes).hasSameSizeAs(documented);
        StringBuilder generated = new StringBuilder();
        for (int i = 0; i < sizes.size(); i++) {
            String[] cells = documented.get(i).split(" *\\| *", -1);
            assertThat(Long.parseLong(cells[2]))
                    .as(cells[1])
                    .isCloseTo(sizes.get(i), within(Math.max(1, sizes.get(i) / 10)));
            generated.append("| %s | %d | %s |%n".formatted(cells[1], sizes.get(i), cells[3]));
        }
        Files.writeString(Images.FOLDER.resolve("layers.md"), generated);
    }

    /** Of those on top of the base image that have at least a megabyte, in megabytes, the lowest first. */
    private static List<Long> layerSizes() {
        List<String> history = Podman.out("history", "--format", "{{.Size}}", Images.onward())
                .lines()
                .toList();
        int base = (int) Podman.out("history", "--format", "{{.Size}}", Images.base())
                .lines()
                .count();
        List<Long> sizes = new ArrayList<>();
        for (String size : history.subList(0, history.size() - base)) {
            if (size.endsWith(" MB")) {
                sizes.add(0, Math.round(Double.parseDouble(size.replace(" MB", ""))));
            }
        }
        return sizes;
    }

    /** As for someone else, whose files have other times. */
    @Test
    void hasTheSameLayersWithoutACache() {
        List<List<String>> builds = new ArrayList<>();
        for (String name : List.of("localhost/onward-test-one", "localhost/onward-test-two")) {
            Path sources = Images.sources(name.substring(name.lastIndexOf('-') + 1));
            Podman.process(List.of("find", sources.toString(), "-exec", "touch", "{}", "+"));
            Images.build(name, sources, "--no-cache", "--timestamp", timestamp());
            builds.add(layers(name));
        }

        assertThat(builds.get(0)).hasSizeGreaterThan(5).isEqualTo(builds.get(1));
    }

    /** The time of the files in the image, as docs/docker.md shows the option. */
    private static String timestamp() {
        return Documents.block("docs/docker.md", "--timestamp").replaceFirst("(?s).*--timestamp (\\d+).*", "$1");
    }

    @ParameterizedTest
    @CsvSource({"amd64, 3e00", "arm64, b700"})
    void holdsTheNativeLibraryOfItsPlatformOnly(String architecture, String machine) {
        String image = "localhost/onward-test-" + architecture;
        Images.build(image, Images.sources(architecture), "--build-arg", "TARGETARCH=" + architecture);

        Ended found = Podman.run(
                List.of(),
                image,
                "sh",
                "-c",
                "find / -xdev -name '*onnxruntime*' -type f | sort; "
                        + "for library in /usr/local/lib/onnxruntime/*; do od -A n -t x1 -j 18 -N 2 $library; done; "
                        + "jar -tf webapps/ROOT/WEB-INF/lib/onnxruntime-*.jar | grep -c native/");

        assertThat(found.out().replace(" ", "").lines())
                .containsExactly(
                        "/usr/local/lib/onnxruntime/libonnxruntime.so",
                        "/usr/local/lib/onnxruntime/libonnxruntime4j_jni.so",
                        "/var/lib/jetty/webapps/ROOT/WEB-INF/lib/" + onnxruntime(),
                        machine,
                        machine,
                        "0");
    }

    @Test
    void listsWhatIsInsideInABillOfMaterials() {
        String folder = "/var/lib/jetty/webapps/ROOT/";
        String bill = Podman.run(List.of(), Images.onward(), "cat", folder + "META-INF/sbom/onward.cdx.json")
                .out();
        List<String> jars = Podman.run(List.of(), Images.onward(), "ls", folder + "WEB-INF/lib")
                .out()
                .lines()
                .filter(jar -> !jar.equals(APPLICATION))
                .toList();

        JsonNode json = JsonMapper.shared().readTree(bill);

        assertThat(json.path("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(StreamSupport.stream(json.path("components").spliterator(), false)
                        .map(part -> part.path("name").asString() + "-"
                                + part.path("version").asString() + ".jar"))
                .containsExactlyInAnyOrderElementsOf(jars);
    }

    private static String onnxruntime() {
        return Podman.run(List.of(), Images.onward(), "sh", "-c", "cd webapps/ROOT/WEB-INF/lib && ls onnxruntime-*")
                .out()
                .strip();
    }

    private static List<String> layers(String image) {
        Matcher digests = Pattern.compile("sha256:[0-9a-f]{64}")
                .matcher(Podman.out("inspect", "--format", "{{json .RootFS.Layers}}", image));
        return new ArrayList<>(digests.results().map(found -> found.group()).toList());
    }

    /** The command that the image itself names. */
    private static String[] healthCheck() {
        JsonNode test = JsonMapper.shared()
                .readTree(Podman.out("image", "inspect", Images.onward()))
                .path(0)
                .path("Healthcheck")
                .path("Test");
        return StreamSupport.stream(test.spliterator(), false)
                .skip(1)
                .map(JsonNode::asString)
                .toArray(String[]::new);
    }

    private static List<String> mounted(Path models) {
        List<String> options = new ArrayList<>(STRICT);
        options.addAll(List.of("--volume", models + ":/models:ro", "--env", "ONWARD_MODELS=/models"));
        return options;
    }

    private static int post(RunningImage onward, String batch, int times) {
        int answered = 0;
        try (Wire wire = new Wire(onward.url())) {
            for (int i = 0; i < times; i++) {
                answered += wire.post("/predict", "application/json", batch).status() == 200 ? 1 : 0;
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return answered;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
