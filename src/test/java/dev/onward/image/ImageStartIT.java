package dev.onward.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * From the start of the container to the first prediction: Onward beside the bare base with the least application that
 * asks the same model, and beside itself without its start-up archive. They start in turns, and the lower quartile of
 * each one's processor times counts: other work on the machine makes some starts longer, and a few shorter. All numbers
 * are in {@code target/image/start.csv}.
 */
@Tag("image")
class ImageStartIT {

    private static final int ROUNDS = Integer.getInteger("image.rounds", 7);

    /** Compared with the minimal application. */
    private static final double MAX_RATIO = 1.65;

    /** Compared with the same image without its archive. */
    private static final double MAX_RATIO_WITHOUT_ARCHIVE = 0.95;

    private static final String FORGED = "/predict?variance=-1.3971&skewness=3.3191&curtosis=-1.3927&entropy=-1.9948";

    @Test
    void predictsNearlyAsSoonAsTheLeastApplicationDoes() throws IOException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        List<String> images = List.of(Images.onward(), withoutArchive(), hello());
        StringBuilder report = new StringBuilder("image,seconds,processor_seconds\n");

        measure(images, times, report);
        Files.writeString(Images.FOLDER.resolve("start.csv"), report);

        // docs/docker.md has what was measured. Without the archive it is about 1.7 times the minimal application.
        double own = quartile(times, images.get(0));
        assertThat(own / quartile(times, images.get(2))).as("%s", times).isLessThan(MAX_RATIO);
        assertThat(own / quartile(times, images.get(1))).as("%s", times).isLessThan(MAX_RATIO_WITHOUT_ARCHIVE);
    }

    private static void measure(List<String> images, Map<String, List<Double>> times, StringBuilder report) {
        for (int round = 0; round < ROUNDS; round++) {
            for (String image : images) {
                try (RunningImage running = RunningImage.start(image, List.of("--memory", "256m"))) {
                    long start = System.nanoTime();
                    running.until(FORGED);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    double processor = processor(running);
                    times.computeIfAbsent(image, key -> new ArrayList<>()).add(processor);
                    report.append(String.format(Locale.ROOT, "%s,%.3f,%.2f%n", image, seconds, processor));
                }
            }
        }
    }

    private static double quartile(Map<String, List<Double>> times, String image) {
        return times.getOrDefault(image, List.of()).stream()
                .sorted()
                .skip(ROUNDS / 4)
                .findFirst()
                .orElseThrow();
    }

    /** What the server's process has used of the processor, from hundredths of a second that the kernel counts. */
    private static double processor(RunningImage running) {
        String[] stat = running.exec("cat", "/proc/1/stat")
                .out()
                .replaceFirst(".*\\) ", "")
                .split(" ", -1);
        return (Long.parseLong(stat[11]) + Long.parseLong(stat[12])) / 100.0;
    }

    private static String hello() throws IOException {
        Path folder = Images.folder("hello");
        Path inside = Files.createDirectories(folder.resolve("WEB-INF"));
        Path classes = Files.createDirectories(inside.resolve("classes/dev/onward/image"));
        Files.copy(Path.of("target/test-classes/dev/onward/image/Hello.class"), classes.resolve("Hello.class"));
        Files.copy(Path.of("model.onnx"), inside.resolve("model.onnx"));
        Path jar = Path.of(ai.onnxruntime.OrtEnvironment.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Files.copy(jar, Files.createDirectories(inside.resolve("lib")).resolve("onnxruntime.jar"));
        Files.writeString(inside.resolve("web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
                  <servlet>
                    <servlet-name>hello</servlet-name>
                    <servlet-class>dev.onward.image.Hello</servlet-class>
                    <load-on-startup>1</load-on-startup>
                  </servlet>
                  <servlet-mapping>
                    <servlet-name>hello</servlet-name>
                    <url-pattern>/predict</url-pattern>
                  </servlet-mapping>
                </web-app>
                """);
        Files.writeString(folder.resolve("Dockerfile"), """
                FROM %s
                RUN java -jar "$JETTY_HOME/start.jar" --add-modules=ee10-webapp,ee10-deploy \\
                 && /generate-jetty-start.sh java -jar "$JETTY_HOME/start.jar"
                COPY WEB-INF webapps/ROOT/WEB-INF
                """.formatted(Images.base()));
        Podman.build("localhost/onward-test-hello", folder);
        return "localhost/onward-test-hello";
    }

    private static String withoutArchive() throws IOException {
        Path folder = Images.folder("without-archive");
        Files.writeString(
                folder.resolve("Dockerfile"),
                "FROM " + Images.onward() + "\nUSER root\nRUN rm /var/lib/jetty/start.archive\nUSER 999:999\n");
        Podman.build("localhost/onward-test-without-archive", folder);
        return "localhost/onward-test-without-archive";
    }
}
