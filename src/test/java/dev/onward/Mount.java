package dev.onward;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A file system that only one process sees, and that goes with it. Needs no root, but Linux with user namespaces. */
public final class Mount {

    private static final List<String> PRIVATELY = List.of("unshare", "--map-root-user", "--mount");

    private Mount() {}

    /**
     * The command, with an empty file system in the place of a folder.
     *
     * @param options of tmpfs, such as noexec or size=1m
     */
    public static List<String> over(Path folder, String options, List<String> command) {
        assumeTrue(isPossible(), "unshare --map-root-user --mount does not work here, so that nothing can be mounted");
        List<String> all = new ArrayList<>(PRIVATELY);
        all.addAll(List.of("sh", "-c", "mount -t tmpfs -o \"$0\" tmpfs \"$1\" && shift && exec \"$@\""));
        all.addAll(List.of(options, folder.toString()));
        all.addAll(command);
        return all;
    }

    private static boolean isPossible() {
        List<String> attempt = new ArrayList<>(PRIVATELY);
        attempt.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", "/tmp"));
        return Path.of("/proc/self/ns/user").toFile().exists()
                && OnwardProcess.execute(attempt, Map.of()).exit() == 0;
    }
}
