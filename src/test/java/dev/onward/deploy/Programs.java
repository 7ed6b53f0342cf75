package dev.onward.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** What the machine has to have. */
final class Programs {

    private Programs() {}

    static String haproxy() {
        return find("haproxy", "haproxy");
    }

    static String promtool() {
        return find("promtool", "prometheus");
    }

    private static String find(String program, String debian) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.concat(
                        Stream.ofNullable(System.getProperty(program)),
                        Arrays.stream(path.split(":", -1))
                                .map(folder -> Path.of(folder, program).toString()))
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no " + program
                        + " here, which these tests need: apt-get install " + debian + ", or give -D" + program
                        + "=FILE"));
    }
}
