package dev.onward.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Looks for the Java and the Tomcat that the environment names for servlet containers. They may be older than what runs
 * the command line, and then the container reports only that a class cannot be loaded.
 */
final class ContainerCheck {

    private static final int OLDEST_JAVA = 17;
    private static final String TOMCAT_VERSION = "org/apache/catalina/util/ServerInfo.properties";

    private ContainerCheck() {}

    /** Returns what is too old, a sentence each. */
    static List<String> problems(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        for (String name : List.of("JRE_HOME", "JAVA_HOME")) {
            folder(environment, name)
                    .flatMap(ContainerCheck::javaVersion)
                    .filter(version -> major(version) < OLDEST_JAVA)
                    .ifPresent(version -> problems.add(name + " names Java " + version
                            + ", which servlet containers would use; expected " + OLDEST_JAVA + " or newer"));
        }
        folder(environment, "CATALINA_HOME")
                .flatMap(ContainerCheck::tomcatVersion)
                .filter(version -> major(version) < 10 || version.startsWith("10.0."))
                .ifPresent(version -> problems.add("CATALINA_HOME names Tomcat " + version
                        + "; expected 10.1 or newer, because Onward needs Servlet 6.0"));
        return problems;
    }

    private static Optional<Path> folder(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }

    private static Optional<String> javaVersion(Path home) {
        try (Reader release = Files.newBufferedReader(home.resolve("release"))) {
            Properties properties = new Properties();
            properties.load(release);
            return Optional.ofNullable(properties.getProperty("JAVA_VERSION")).map(text -> text.replace("\"", ""));
        } catch (IOException e) {
            // Not the folder of a JDK or JRE.
            return Optional.empty();
        }
    }

    private static Optional<String> tomcatVersion(Path home) {
        try (JarFile jar = new JarFile(home.resolve("lib/catalina.jar").toFile())) {
            ZipEntry entry = jar.getEntry(TOMCAT_VERSION);
            if (entry == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            try (InputStream in = jar.getInputStream(entry)) {
                properties.load(in);
            }
            return Optional.ofNullable(properties.getProperty("server.number"));
        } catch (IOException e) {
            // Not the folder of a Tomcat.
            return Optional.empty();
        }
    }

    /** The first number of a version; Java 8 calls itself 1.8. */
    private static int major(String version) {
        String[] parts = version.split("[^0-9]+", 3);
        String first = parts[0].equals("1") && parts.length > 1 ? parts[1] : parts[0];
        return first.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(first);
    }
}
