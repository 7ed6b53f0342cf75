package dev.onward.containers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** All containers that the WAR is tried in. */
public final class Containers {

    private static final List<Container> ALL = List.of(
            new Jetty("ee10"),
            new Jetty("ee11"),
            new Tomcat("tomcat10", "10.1.59"),
            new Tomcat("tomcat11", "11.0.24"),
            new WildFly(),
            new OpenLiberty(),
            new PayaraMicro(),
            new GlassFish());

    private Containers() {}

    /** Those that {@code -Dcontainer=name,name} chooses; all if nothing is said. */
    static Stream<Container> chosen() {
        String names = System.getProperty("container", "");
        if (names.isEmpty()) {
            return ALL.stream().filter(container -> Runtime.version().feature() <= container.newestJava());
        }
        return Arrays.stream(names.split(",", -1)).map(Containers::named);
    }

    /** Whether {@link #chosen} has it, so that what is done to some only can be left out for the others. */
    static boolean isChosen(String name) {
        return chosen().anyMatch(container -> container.name().equals(name));
    }

    public static Container named(String name) {
        return ALL.stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("-Dcontainer=" + name + ": expected some of " + ALL));
    }
}
