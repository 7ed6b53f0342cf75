package dev.onward.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.onward.OnwardProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers and a Java that are too old say so, in the words of docs/containers.md. */
@Tag("containers")
class OldServersIT {

    private static final String DOCUMENT = Container.read(Path.of(Container.DOCUMENT));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysInTomcat9WhichServersItNeeds() {
        String message = "javax.servlet.ServletException: Onward needs a container with Servlet 6.0 (jakarta.servlet),"
                + " such as Tomcat 10.1 or Jetty 12, got Apache Tomcat/9.0.100 with Servlet 4.0 (javax.servlet); or run"
                + " it by itself: java -jar onward.war";

        assertThat(DOCUMENT).contains(message);
        assertLogs(new Tomcat("tomcat9", "9.0.100"), List.of(), message);
    }

    @Test
    void warnsInTomcat10Point0() {
        String message = "this container has Servlet 5.0, but Onward is tested with Servlet 6.0 and newer; use Tomcat"
                + " 10.1, Jetty 12 or java -jar onward.war";

        assertThat(DOCUMENT).contains(message);
        assertLogs(new Tomcat("tomcat10.0", "10.0.27"), List.of(), message);
    }

    private void assertLogs(Container container, List<String> options, String message) {
        try (RunningContainer running = RunningContainer.start(container, folder, options, Map.of())) {
            container.deploy(folder.resolve("server"), "onward", OnwardProcess.war(), Map.of());

            running.await(() -> Container.read(running.log()).contains(message), "the log has the message");
        }
    }

    /** {@code -Donward.java11=FOLDER/bin/java} names a JVM of Java 11. */
    @Test
    void saysOnJava11WhichJavaItNeeds() {
        String java = System.getProperty("onward.java11", "");
        assumeThat(java).isNotEmpty();

        OnwardProcess.Ended ended =
                OnwardProcess.execute(List.of(java, "-jar", OnwardProcess.war().toString(), "serve"), Map.of());

        assertThat(DOCUMENT)
                .contains("onward: expected Java 17 or newer, got Java 11 in FOLDER; install a newer one, …");
        assertThat(ended.err())
                .startsWith("onward: expected Java 17 or newer, got Java 11 in ")
                .contains("; install a newer one, ")
                .hasLineCount(1);
        assertThat(ended.exit()).isEqualTo(1);
    }
}
