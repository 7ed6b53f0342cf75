package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerCheckTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"1.8.0_412, true", "11.0.13, true", "16, true", "17.0.15, false", "25, false"})
    void findsAJavaThatIsTooOld(String version, boolean isTooOld) throws IOException {
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");

        assertThat(ContainerCheck.problems(Map.of("JAVA_HOME", folder.toString())))
                .hasSize(isTooOld ? 1 : 0)
                .allMatch(text -> text.equals("JAVA_HOME names Java " + version
                        + ", which servlet containers would use; expected 17 or newer"));
    }

    @ParameterizedTest
    @CsvSource({"9.0.100.0, true", "10.0.27.0, true", "10.1.59.0, false", "11.0.24.0, false"})
    void findsATomcatThatIsTooOld(String version, boolean isTooOld) throws IOException {
        Path jar = Files.createDirectory(folder.resolve("lib")).resolve("catalina.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("org/apache/catalina/util/ServerInfo.properties"));
            out.write(("server.info=Apache Tomcat\nserver.number=" + version + "\n").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(ContainerCheck.problems(Map.of("CATALINA_HOME", folder.toString())))
                .hasSize(isTooOld ? 1 : 0)
                .allMatch(text -> text.equals("CATALINA_HOME names Tomcat " + version
                        + "; expected 10.1 or newer, because Onward needs Servlet 6.0"));
    }

    @Test
    void saysNothingOfOtherFolders() {
        String other = folder.toString();

        assertThat(ContainerCheck.problems(Map.of("JAVA_HOME", other, "JRE_HOME", "", "CATALINA_HOME", other)))
                .isEmpty();
    }
}
