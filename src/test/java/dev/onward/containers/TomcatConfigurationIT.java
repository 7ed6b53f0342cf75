package dev.onward.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Documents;
import dev.onward.Http.Answer;
import dev.onward.OnwardProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tomcat with what docs/operations.md shows: users and roles, and a file of its own for the access log; and with the
 * option of docs/containers.md against warnings of newer JVMs.
 */
@Tag("containers")
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("tomcats")
class TomcatConfigurationIT {

    private static final String DOCUMENT = "docs/operations.md";

    @TempDir
    private Path folder = Path.of("");

    private final Container tomcat;

    TomcatConfigurationIT(Container tomcat) {
        this.tomcat = tomcat;
    }

    static Stream<Container> tomcats() {
        return Containers.chosen().filter(Tomcat.class::isInstance);
    }

    @Test
    void keepsToTheDocumentedConfiguration() throws IOException {
        List<String> options = List.of("--enable-native-access=ALL-UNNAMED");
        try (RunningContainer running = RunningContainer.start(tomcat, folder, options, Map.of())) {
            Path server = folder.resolve("server");
            running.terminate();
            Files.writeString(server.resolve("conf/logging.properties"), logging(server));
            Path web = server.resolve("conf/web.xml");
            String constraints = Documents.block(DOCUMENT, "<security-constraint>");
            Files.writeString(web, Container.read(web).replace("</web-app>", constraints + "</web-app>"));
            Files.writeString(server.resolve("conf/tomcat-users.xml"), """
                    <tomcat-users xmlns="http://tomcat.apache.org/xml">
                      <user username="ann" password="secret" roles="analyst"/>
                      <user username="bob" password="secret" roles="other"/>
                    </tomcat-users>
                    """);
            running.restart();
            running.deploy("onward", OnwardProcess.war(), Map.of());

            assertThat(running.http("onward").get("/models").status()).isEqualTo(401);
            assertThat(get(running, "bob").status()).isEqualTo(403);
            assertThat(get(running, "ann").status()).isEqualTo(200);
            running.await(() -> accessLog(server).contains("\"path\":\"/onward/models\""), "the request is logged");
            assertThat(accessLog(server).lines()).allMatch(line -> line.startsWith("{\"time\":\""));
            assertThat(Container.read(running.log()))
                    .doesNotContain("\"path\":\"/onward/models\"", "WARNING: A restricted method");
        }
    }

    private static Answer get(RunningContainer running, String user) {
        String credentials = Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
        return running.http("onward").get("/models", "Authorization", "Basic " + credentials);
    }

    /** Tomcat's own configuration with the documented lines; the first one adds to a line that is there. */
    private static String logging(Path server) {
        String documented = Documents.block(DOCUMENT, "handlers = …");
        Matcher more = Pattern.compile("handlers = …(.*)\n").matcher(documented);
        assertThat(more.find()).isTrue();
        String own = Container.read(server.resolve("conf/logging.properties"));
        assertThat(own).containsPattern("(?m)^handlers = ");
        return own.replaceFirst("(?m)^handlers = .*$", "$0" + more.group(1)) + "\n" + documented.substring(more.end());
    }

    private static String accessLog(Path server) {
        try (Stream<Path> logs = Files.list(server.resolve("logs"))) {
            return logs.filter(file -> file.getFileName().toString().startsWith("onward."))
                    .map(Container::read)
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
