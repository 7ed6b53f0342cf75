package dev.onward.launch;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs the command line from the class path. */
final class ClassesMain {

    private ClassesMain() {}

    /** @param args the folder with the content of the WAR, and the arguments */
    public static void main(String[] args) {
        Path webResource = Path.of(args[0]);
        System.exit(Launcher.run(
                webResource,
                CompletableFuture.completedFuture(webResource),
                webResource,
                new ArrayDeque<>(),
                new AtomicBoolean(),
                Arrays.copyOfRange(args, 1, args.length)));
    }
}
