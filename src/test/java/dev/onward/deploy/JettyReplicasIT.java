package dev.onward.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.OnwardProcess;
import dev.onward.Patience;
import dev.onward.containers.Containers;
import dev.onward.containers.RunningContainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same with Jetty as the image has it, which on SIGTERM closes its port at once and never says that it is not
 * ready: so the proxy is told first, as docs/deploy.md says for deploy/compose.yaml.
 */
@Tag("deploy")
class JettyReplicasIT {

    private static final int REPLICAS = 3;
    private static final int TERMINATED = 143;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void losesNoRequestInARollingRestart() {
        List<RunningContainer> replicas = new ArrayList<>();
        try {
            for (int i = 0; i < REPLICAS; i++) {
                RunningContainer replica = RunningContainer.start(
                        Containers.named("jetty-ee10"),
                        folder.resolve("jetty-" + i),
                        List.of(),
                        Map.of("ONWARD_DRAIN", "4"));
                replicas.add(replica);
                replica.deploy("", OnwardProcess.war(), Map.of());
            }
            List<String> addresses = replicas.stream()
                    .map(replica -> replica.url("").getAuthority())
                    .toList();
            try (HaProxy proxy = HaProxy.before(addresses)) {
                restartEachUnderLoad(replicas, proxy);
            }
        } finally {
            replicas.forEach(RunningContainer::close);
        }
    }

    private static void restartEachUnderLoad(List<RunningContainer> replicas, HaProxy proxy) {
        Traffic traffic =
                Traffic.on(proxy.url()).with(6, Traffic.Question.small()).with(2, Traffic.Question.large());

        for (int number = 1; number <= REPLICAS; number++) {
            int restarted = number;
            RunningContainer replica = replicas.get(number - 1);
            traffic.awaitAnswers(200);
            proxy.set(number, "drain");
            Patience.pause(1_000);
            assertThat(replica.terminate()).isEqualTo(TERMINATED);
            replica.restart();
            replica.await(() -> replica.isReady(""), "it is ready again");
            proxy.set(number, "ready");
            Patience.await(() -> proxy.isUp(restarted), "HAProxy has onward-" + restarted + " up");
        }

        List<Traffic.Failure> failures = traffic.stop();
        System.out.printf(
                "rolling restart of %d in Jetty: %d answered, %d failed, %s sent again%n",
                REPLICAS,
                traffic.answered(),
                failures.size(),
                IntStream.rangeClosed(1, REPLICAS).map(proxy::repeated).sum());
        assertThat(failures).isEmpty();
    }
}
