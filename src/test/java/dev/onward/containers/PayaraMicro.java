package dev.onward.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

final class PayaraMicro extends Container {

    private static final Artifact ARTIFACT = new Artifact("fish.payara.extras", "payara-micro", "6.2025.10", "jar");

    PayaraMicro() {
        super("payara-micro");
    }

    @Override
    void setUp(Path server, int port) {
        write(server.resolve("applications/none"), "");
    }

    @Override
    void deploy(Path server, String context, Path war, Map<String, String> parameters) {
        copy(war, server.resolve("applications").resolve(context + ".war"));
    }

    @Override
    List<String> command(Path server, int port) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-jar",
                ARTIFACT.file().toString(),
                "--port",
                Integer.toString(port),
                "--nocluster",
                "--nohazelcast"));
        try (Stream<Path> all = Files.list(server.resolve("applications"))) {
            all.filter(file -> file.toString().endsWith(".war")).sorted().forEach(war -> {
                command.add("--deploy");
                command.add(war.toString());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return command;
    }

    /** It can by its administration, which has no place in a folder. */
    @Override
    boolean deploysLive() {
        return false;
    }
}
